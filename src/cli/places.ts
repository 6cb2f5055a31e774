import { families, familyNames } from "../model/family.ts";

/** What the places of a rendered text stand for, as text; "" where it has none. */
export function explainPlaces(text: string): string {
	const rows = Object.keys(families.debian.names)
		.filter((name) => new RegExp(`(?<!@at)@${name}@`).test(text))
		.map((name) => [
			`  @${name}@`,
			familyNames
				.map(
					(family) =>
						`${families[family].names[name as keyof typeof families.debian.names]} (${family})`,
				)
				.join(", "),
		]);
	if (/(?<!@at)@secret:/.test(text))
		rows.push(["  @secret:...@", "a secret, which no text of ours shows"]);
	if (text.includes("@at@"))
		rows.push([
			"  @at@",
			"@ of your own text, where it looks like one of these",
		]);
	if (rows.length === 0) return "";
	return [
		"Names that differ between distributions, and secrets, are filled in on the host:",
		...rows.map(
			([name = "", meaning = ""]) => `${name.padEnd(20)}  ${meaning}`,
		),
	].join("\n");
}
