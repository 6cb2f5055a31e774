import {
	formatAnswerRoute,
	gatewayOf,
	noRoute,
} from "../../model/answer-route.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { differencesOfOurs } from "./differences.ts";
import type { Kind } from "./kind.ts";
import { besideThat, earlierThan, parseRuleLine } from "./rule-lines.ts";

/** Packets that `ip rule` sends to our own routing table, and the route that they find there. */
export const routes: Kind<"routes"> = {
	title: "ip rule",
	localise: { never: "ip prints its rules alike everywhere" },
	probe: ({ routes, tables }) =>
		tables === undefined || Object.keys(routes).length === 0
			? ""
			: sh`rules=$(ip -4 rule show | sed 's/ proto [^ ]*$//'); echo "$rules"; ip -4 route show table ${tables.routing} 2>/dev/null
${raw(earlierThan(tables.routing))}
${raw(besideThat(tables.routing))}`,
	parse({ lines }, { tables }) {
		const route = lines.find((line) => line.startsWith("default ")) ?? noRoute;
		const gateway = gatewayOf(route);
		const way = gateway === undefined ? noRoute : formatAnswerRoute(gateway);
		return Object.fromEntries(
			lines.flatMap((line) => {
				const rule = parseRuleLine(line);
				return rule?.priority === String(tables?.routing)
					? [[rule.selector, way]]
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
