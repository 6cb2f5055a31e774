/** What is often given where rules are expected: how it is recognised, and what it is. */
const others: readonly (readonly [RegExp, string])[] = [
	[
		/^\s*(virtual_server|virtual_server_group|vrrp_instance|global_defs)\b/m,
		"this is keepalived.conf",
	],
	[
		/^\s*(IP Virtual Server version|Prot LocalAddress:Port|-> (RemoteAddress:Port|[\d.]+:\d+ +(Route|Masq|Tunnel|Local) ))/m,
		"this is what ipvsadm -L prints",
	],
	[/^\s*virtual\s*=/m, "this is a file of ldirectord"],
	[
		/^\s*(\*(nat|filter|mangle|raw)$|(iptables )?-[AI] \S+ .*-j )/m,
		"these are rules of iptables",
	],
	[/PRIVATE KEY-----/, "this is a private key"],
];

/** Why a whole text is something else than rules, in one sentence; undefined where it may be rules. */
export function notRules(text: string): string | undefined {
	const lines = text.split("\n").map((line) => line.trim());
	const said = lines.filter((line) => line !== "" && !line.startsWith("#"));
	const what =
		others.find(([sign]) => sign.test(text))?.[1] ??
		(said.length > 0 && !said.some((line) => /^(\S*\bipvsadm\b|-)/.test(line))
			? "no line of it is a rule"
			: undefined);
	return (
		what &&
		`${what}; run ipvsadm -Sn on the director, and import what that prints`
	);
}

/** Whether a text says nothing at all. */
export function isEmpty(text: string): boolean {
	return text
		.split("\n")
		.every((line) => line.trim() === "" || line.trim().startsWith("#"));
}
