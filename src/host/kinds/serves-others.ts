import { everyName } from "../../model/family.ts";
import type { Observed } from "../observed.ts";
import { unitFile } from "../unit-file.ts";
import { parseUnit, type UnitBefore } from "./unit-note.ts";

/** What to say of a unit that serves others now: that it stays, or that it runs on and is not started at boot any more. */
export function whatOthersMeet(
	unit: string,
	words: string,
	observed: Observed,
): string[] {
	const was = parseUnit(words);
	const serves = `${unitFile(unit)}: it serves sites that are not ours (${observed.otherSites.join(", ")}), and`;
	if (servesOthers(unit, was, observed))
		return [
			`${serves} was ${words} before us; if nobody needs it: systemctl disable --now ${unit}`,
		];
	return was.active && !was.enabled && hasOthers(unit, observed)
		? [
				`${serves} is not started at boot any more, as before us; if it shall be: systemctl enable ${unit}`,
			]
		: [];
}

/** Whether a unit that did not run before us now serves others too, so that it goes on as it is. One that ran goes on anyhow; who started it decides about the next boot. */
export function servesOthers(
	unit: string,
	was: UnitBefore,
	observed: Observed,
): boolean {
	return !was.active && hasOthers(unit, observed);
}

function hasOthers(unit: string, { otherSites, units }: Observed): boolean {
	return (
		everyName("httpd").includes(unit) &&
		otherSites.length > 0 &&
		units[unit]?.active !== false
	);
}
