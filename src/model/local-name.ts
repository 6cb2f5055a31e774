import { type Family, families } from "./family.ts";
import { formatPlace, parseText } from "./wire-text.ts";

/**
 * A text of a desired state as it is on a host of one family.
 *
 * @throws UnknownPlace where it has a place that this version does not know. Error where a secret was not filled in before.
 */
export function localName(wire: string, family: Family): string {
	if (!wire.includes("@")) return wire;
	return parseText(wire)
		.parts.map((part) => {
			if (typeof part === "string") return part;
			if (part.kind === "name") return families[family].names[part.name];
			throw new Error(`${formatPlace(part)} was not filled in`);
		})
		.join("");
}
