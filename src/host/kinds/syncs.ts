import { sh } from "../../ssh/shell.ts";
import { differences } from "./differences.ts";
import type { Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";

/** Threads of the kernel by which directors tell each other of their connections: `master` tells, `backup` hears. A host has one of each. */
export const syncs: Kind<"syncs"> = {
	title: "connection sync",
	localise: { never: "the kernel's own words, and numbers" },
	probe: ({ syncs }) =>
		Object.keys(syncs).length === 0
			? ""
			: "[ ! -e /proc/net/ip_vs ] || ipvsadm -L --daemon",
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.flatMap((line) => {
				// master sync daemon (mcast=eth1, syncid=5, maxlen=1472, ...)
				const [, which, id] =
					/^(master|backup) sync daemon \(mcast=[^,]*, syncid=(\d+)/.exec(
						line,
					) ?? [];
				return which === undefined || id === undefined
					? []
					: [[which, `id ${id}`]];
			}),
		),
	plan: ({ desired, observed }) => ({
		unit: differences("connection sync, ", desired.syncs, observed.syncs),
	}),
	made: {
		word: "sync",
		names: ({ syncs }) => Object.keys(syncs),
		undo: (which) =>
			sh`{ [ ! -e /proc/net/ip_vs ] || ipvsadm --stop-daemon ${which} 2>/dev/null || true; }`,
		undoneAt: "undo",
	},
	takenBackBy: "our unit",
	isThere: (which, { syncs }) => syncs[which] !== undefined,
	live: ({ declared, observed }) =>
		liveEach(declared.syncs, (which) => observed.syncs[which]),
};
