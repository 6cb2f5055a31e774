import { dirname } from "node:path";
import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/**
 * Refuses to begin with nothing where users have data elsewhere: applications would find an empty database, or no files, and everything else
 * would look well. What is there by now was brought by somebody, and is used.
 */
export function freshData(
	{ data = {}, former }: Desired,
	{ missingData }: Pick<Observed, "missingData">,
): Reason[] {
	return Object.entries(data).flatMap(([what, path]) => {
		const was = former?.data[what];
		const isHere = former?.machine === undefined;
		return was === undefined ||
			(isHere && (was === path || missingData.includes(was))) ||
			!missingData.includes(path)
			? []
			: [
					{
						saw: `${what}: its data lies in ${was} of ${former?.machine ?? "this machine"}, and there is no ${path} here: an empty one would be begun in its place`,
						advice: `Bring it first: ${bring(what, { was, path, machine: former?.machine })}, and run up again. Or leave it there, and give the component another name for a new one.`,
					},
				];
	});
}

/** What people must do, as commands. */
function bring(
	what: string,
	{
		was,
		path,
		machine,
	}: {
		readonly was: string;
		readonly path: string;
		machine?: string | undefined;
	},
): string {
	const [kind, name] = what.split(" ");
	if (kind !== "database" || name === undefined)
		return machine === undefined
			? `stop what writes there, then mkdir -p ${dirname(path)} && cp -a ${was} ${path}`
			: `stop what writes there, then on this machine mkdir -p ${path} && rsync -a --numeric-ids root@OLD:${was}/ ${path}/`;
	return machine === undefined
		? `systemctl stop mariadb && mkdir -p ${dirname(dirname(path))} && cp -a ${dirname(was)} ${dirname(path)} (the engine's whole directory; up starts it again)`
		: `stop what writes there, mariadb-dump ${name} >${name}.sql on ${machine}, and here, with MariaDB installed and running, mariadb -e 'CREATE DATABASE \`${name}\`' && mariadb ${name} <${name}.sql`;
}
