import { holdsSecrets } from "../../host/secrets.ts";
import { families, familyNames } from "../../model/family.ts";
import { placesIn } from "../../model/placeholders.ts";

/** What the places of a rendered text stand for, as text; "" where it has none. */
export function explainPlaces(text: string): string {
	const places = placesIn(text);
	const rows = Object.keys(families.debian.names)
		.filter((name) => places.has(name))
		.map((name) => [
			`  @${name}@`,
			familyNames
				.map(
					(family) =>
						`${families[family].names[name as keyof typeof families.debian.names]} (${family})`,
				)
				.join(", "),
		]);
	if (holdsSecrets(text))
		rows.push(["  @secret:...@", "a secret, which no text of ours shows"]);
	if (places.has("at"))
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
