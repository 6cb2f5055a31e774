import { sh } from "../../ssh/shell.ts";
import { differencesOfOurs } from "./differences.ts";
import type { Kind } from "./kind.ts";

/** Packets that `ip rule` sends to our own routing table, and the route that they find there. */
export const routes: Kind<"routes"> = {
	title: "ip rule",
	localise: { never: "ip prints its rules alike everywhere" },
	probe: ({ routes, tables }) =>
		tables === undefined || Object.keys(routes).length === 0
			? ""
			: sh`ip -4 rule show; ip -4 route show table ${tables.routing} 2>/dev/null`,
	parse({ lines }, { tables }) {
		const route = lines.find((line) => line.startsWith("default "));
		const via = /^default via \S+/.exec(route ?? "")?.[0] ?? "";
		return Object.fromEntries(
			lines.flatMap((line) => {
				const [priority, selector] =
					/^(\d+):\s+(.*) lookup \S+$/.exec(line.trim())?.slice(1) ?? [];
				return priority === String(tables?.routing) && selector !== undefined
					? [[selector, via]]
					: [];
			}),
		);
	},
	plan: ({ desired, observed }) => ({
		unit: differencesOfOurs("ip rule ", desired.routes, observed.routes),
	}),
	made: {
		word: "routing",
		names: ({ routes, tables }) =>
			tables === undefined || Object.keys(routes).length === 0
				? []
				: [String(tables.routing)],
		undo: (table) =>
			sh`{ while ip rule del pref ${table} 2>/dev/null; do :; done; ip route flush table ${table} 2>/dev/null; true; }`,
		undoneAt: "undo",
	},
	takenBackBy: "our unit",
	isThere: (_name, { routes }) => Object.keys(routes).length > 0,
	live: ({ observed }) => observed.routes,
};
