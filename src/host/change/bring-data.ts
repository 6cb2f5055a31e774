import { dirname } from "node:path";
import { databaseOptions, parseUsersThing } from "../../model/users-data.ts";

interface Ways {
	readonly was: string;
	readonly path: string;
	/** The machine where the data was. Undefined: this machine. */
	readonly machine: string | undefined;
}

/** The commands by which people bring their data here, where it lay in another place before. */
export function bringData(
	what: string,
	{ was, path, machine, into }: Ways & { readonly into?: string },
): string {
	const { kind, name } = parseUsersThing(what);
	if (kind !== "database")
		return machine === undefined
			? `stop what writes there, then mkdir -p ${dirname(path)} && cp -a ${was} ${path}`
			: `stop what writes there, then on this machine mkdir -p ${path} && rsync -a --numeric-ids root@OLD:${was}/ ${path}/`;
	return machine === undefined
		? `systemctl stop mariadb && mkdir -p ${dirname(dirname(path))} && cp -a ${dirname(was)} ${dirname(path)} (the engine's whole directory; up starts it again)`
		: `stop what writes there, mariadb-dump ${name} >${name}.sql on ${machine}, and here, with MariaDB installed and running, mariadb -e 'CREATE DATABASE \`${into ?? name}\` ${databaseOptions}' && mariadb ${into ?? name} <${name}.sql`;
}

/** The commands by which people bring their data here, where it had another name before. */
export function bringUnderName(
	former: string,
	what: string,
	ways: Ways,
): string {
	const { was, path, machine } = ways;
	const { kind, name } = parseUsersThing(what);
	if (machine !== undefined) return bringData(former, { ...ways, into: name });
	return kind === "database"
		? `stop what writes there, then ${makeData(what, path)} && mariadb-dump ${parseUsersThing(former).name} | mariadb ${name}`
		: `stop what writes there, then mkdir -p ${dirname(path)} && mv ${was} ${path}`;
}

/** The command that makes an empty database or directory. */
export function makeData(what: string, path: string): string {
	const { kind, name } = parseUsersThing(what);
	return kind === "database"
		? `mariadb -e 'CREATE DATABASE \`${name}\` ${databaseOptions}'`
		: `mkdir -p ${path}`;
}
