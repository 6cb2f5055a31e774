/** The value of an engine's setting, in the same form for all its spellings: `64M` and `67108864`, `ON` and `1`. */
export function settingMeans(value: string): string {
	const plain = value.replace(/^(["'])(.*)\1$/, "$2").toLowerCase();
	const [, number, unit] = /^(\d+)([kmgt]?)$/.exec(plain) ?? [];
	if (number !== undefined)
		return String(Number(number) * 1024 ** " kmgt".indexOf(unit || " "));
	if (["", "on", "yes", "true"].includes(plain)) return "1";
	return ["off", "no", "false"].includes(plain)
		? "0"
		: plain.replace(/(?<=.)\/$/, "");
}
