import { withTexts } from "../../host/kinds/localise.ts";
import type { Desired } from "../../model/desired.ts";
import {
	type FamilyName,
	families,
	familyNames,
	isFamilyName,
} from "../../model/family.ts";
import { familyName } from "../../model/host-text.ts";
import { formatText, parseText } from "../../model/wire-text.ts";

/** The meaning of the places in desired states, as text. "" if there are none. */
export function explainPlaces(all: readonly Desired[]): string {
	const names = new Set<string>();
	let secrets = false;
	let escapes = false;
	const read = (wire: string) => {
		for (const part of parseText(wire).parts)
			if (typeof part === "string") continue;
			else if (part.kind === "name") names.add(part.name);
			else secrets = true;
		escapes ||= wire.includes("@at@");
		return wire;
	};
	for (const desired of all) withTexts(desired, read);
	const rows = Object.keys(families.debian.names)
		.filter(isFamilyName)
		.filter((name) => names.has(name))
		.map((name) => [`  ${formatText(familyName(name))}`, meaning(name)]);
	if (secrets)
		rows.push(["  @secret:...@", "a secret, which no text of ours shows"]);
	if (escapes)
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

function meaning(name: FamilyName): string {
	return familyNames
		.map((family) => `${families[family].names[name]} (${family})`)
		.join(", ");
}
