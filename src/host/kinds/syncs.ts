import type { Desired } from "../../model/desired.ts";
import { formatSync, parseSync } from "../../model/sync-text.ts";
import { sh } from "../../ssh/shell.ts";
import type { FoundState } from "../found-state.ts";
import { differences } from "./differences.ts";
import type { Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";

/** Threads of the kernel by which directors tell each other of their connections: `master` sends, `backup` receives. A host has at most one of each. */
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
				const [, which, link, id] =
					/^(master|backup) sync daemon \(mcast=([^,]*), syncid=(\d+)/.exec(
						line,
					) ?? [];
				return which === undefined || link === undefined || id === undefined
					? []
					: [[which, formatSync(Number(id), link)]];
			}),
		),
	plan: ({ desired, observed }) => ({
		unit: differences(
			"connection sync, ",
			desired.syncs,
			inWordsOf(desired.syncs, observed.syncs),
		),
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
	live({ declared, observed }) {
		const found = inWordsOf(declared.syncs, observed.syncs);
		return liveEach(declared.syncs, (which) => found[which]);
	},
};

/** As found, but without the link if the declaration names none: only the host knows which link it is, and our script there checks it. */
function inWordsOf(
	declared: Desired["syncs"],
	found: FoundState["syncs"],
): FoundState["syncs"] {
	return Object.fromEntries(
		Object.entries(found).map(([which, text]) => {
			const { id } = parseSync(text);
			return [
				which,
				parseSync(declared[which] ?? "").link === undefined
					? formatSync(id)
					: text,
			];
		}),
	);
}
