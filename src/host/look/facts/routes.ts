import { sh } from "../../../ssh/shell.ts";
import type { Fact } from "./fact.ts";

/** What `ip rule` sends to our routing table -> the route it finds there, empty where there is none. */
export const routes: Fact<Record<string, string>> = {
	probe: ({ routes, tables }) =>
		Object.keys(routes).length === 0
			? ""
			: sh`ip -4 rule show; ip -4 route show table ${tables.routing} 2>/dev/null`,
	parse({ lines }, { tables }) {
		const route = lines.find((line) => line.startsWith("default "));
		const via = /^default via \S+/.exec(route ?? "")?.[0] ?? "";
		return Object.fromEntries(
			lines.flatMap((line) => {
				const [priority, selector] =
					/^(\d+):\s+(.*) lookup \S+$/.exec(line.trim())?.slice(1) ?? [];
				return priority === String(tables.routing) && selector !== undefined
					? [[selector, via]]
					: [];
			}),
		);
	},
};
