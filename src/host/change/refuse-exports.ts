import type { Desired } from "../../model/desired.ts";
import { nfsSettings } from "../nfs-settings.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/**
 * Refuses to set up an NFS server that already serves others: our settings hold for the whole server, and it reads them when it starts. Once the server is
 * ours, whoever adds an export knows it with our settings.
 */
export function exportsOfOthers(
	{ files }: Desired,
	{
		otherExports,
		record,
		neighbours,
	}: Pick<Observed, "otherExports" | "record" | "neighbours">,
): Reason[] {
	const isSettings = (path: string) => nfsSettings.test(path);
	const isOurs = [record?.files ?? {}, neighbours.fileOwners].some((having) =>
		Object.keys(having).some(isSettings),
	);
	if (isOurs || !Object.keys(files).some(isSettings)) return [];
	const { active, open, written } = otherExports;
	if (active && open.length > 0)
		return [
			{
				saw: `this machine serves NFS to others: ${few(open)}. This component would restart the server, have it serve version 4 alone, and let clients wait 10 s in place of 90 for it: mounts of version 3 would end, and locks be lost`,
				advice:
					"Take another machine for this storage. Or move those exports away first (exportfs -v shows them).",
			},
		];
	return written.length === 0
		? []
		: [
				{
					saw: `the NFS server of this machine exports to others when it starts: ${few(written)}. This component would start it, with settings of its own for all of them`,
					advice:
						"Take another machine for this storage. Or take those lines out first.",
				},
			];
}

/** The message lists no more than this many exports. */
function few(all: readonly string[]): string {
	const shown = all.slice(0, 5).join(", ");
	return all.length > 5 ? `${shown} and ${all.length - 5} more` : shown;
}
