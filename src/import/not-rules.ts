import { readArguments } from "./read-arguments.ts";
import { readScript } from "./script/read-script.ts";

/** Texts that are often given instead of rules: a pattern that recognises each, and its name. */
const others: readonly (readonly [RegExp, string])[] = [
	[
		/^\s*(IP Virtual Server version|Prot LocalAddress:Port|-> (RemoteAddress:Port|[\d.]+:\d+ +(Route|Masq|Tunnel|Local) ))/m,
		"this is what ipvsadm -L prints",
	],
	[
		/^\s*(\*(nat|filter|mangle|raw)$|(iptables )?-[AI] \S+ .*-j )/m,
		"these are rules of iptables",
	],
	[/PRIVATE KEY-----/, "this is a private key"],
	[
		/^\s*((events|http|server|stream)|upstream\s+\S+|location\s.*)\s*\{/m,
		"this is a configuration of nginx",
	],
	[
		/^((frontend|backend|listen)\s+[\w.-]+(\s+\S+)?|defaults)\s*$/m,
		"this is a configuration of haproxy",
	],
];

/** A word of a line that is meant as a rule, whatever else is wrong with it. */
const ofRule =
	/^(?!\s*#)(.*\s)?(-[A-Za-z]*[Aa][a-z]*|--add-\w+|(\S*\/)?ipvsadm)(\s|$)/m;

/** Whether a text adds a rule, perhaps wrongly. */
export function hasRules(text: string): boolean {
	return readScript(text).calls.some(({ words }) => addsRule(words));
}

/** Why a whole text is not a set of rules, in one sentence. Undefined if it may be. */
export function notRules(text: string): string | undefined {
	const { calls, unread, others: commands } = readScript(text);
	if (calls.some(({ words }) => addsRule(words))) return undefined;
	const what =
		others.find(([sign]) => sign.test(text))?.[1] ??
		(calls.length === 0 &&
		unread.length + commands.length > 0 &&
		!ofRule.test(text)
			? "no line of it is a rule"
			: undefined);
	return (
		what &&
		`${what}; run ipvsadm -Sn on the director, and import what that prints`
	);
}

/** Whether words add a service or a real server, perhaps wrongly. Rules of iptables have -A too. */
function addsRule(words: readonly string[]): boolean {
	const given = readArguments(words);
	return (
		typeof given !== "string" &&
		(given.has("add-service") || given.has("add-server")) &&
		[...given.keys()].some((name) => name.endsWith("-service"))
	);
}
