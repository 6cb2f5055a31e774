import type { RoutingRule } from "./routing-rule.ts";

/** Selectors that are a single word. */
const bare = ["not", "l3mdev"];

/** `ip -4 rule show`, without the rules that jump to another rule or refuse the packet. */
export function parseRules(lines: readonly string[]): RoutingRule[] {
	return lines.flatMap((line) => {
		const [, priority = "", text = ""] = /^(\d+):\s+(.*?)\s*$/.exec(line) ?? [];
		const [, selecting, table] = /^(.*?)\s*\blookup (\S+)/.exec(text) ?? [];
		return selecting === undefined || table === undefined
			? []
			: [
					{
						priority: Number(priority),
						text,
						table,
						selectors: parseSelectors(selecting),
					},
				];
	});
}

function parseSelectors(text: string): Record<string, string> {
	const words = text.split(/\s+/).filter(Boolean);
	const selectors: Record<string, string> = {};
	for (let at = 0; at < words.length; ) {
		const name = words[at] ?? "";
		selectors[name] = bare.includes(name) ? "" : (words[at + 1] ?? "");
		at += bare.includes(name) ? 1 : 2;
	}
	return selectors;
}
