import { drillNumbers } from "../drill/drill-numbers.ts";
import type { DeclarationError } from "../errors.ts";
import { wanted } from "../model/wanted.ts";
import type { OutageDeclared } from "./outage-shapes.ts";

/** The numbers of an outage, with their defaults. @throws DeclarationError */
export function numbersOf(
	declared: OutageDeclared,
	wrong: (path: string, message: string) => DeclarationError,
) {
	const read = (key: keyof typeof drillNumbers) => {
		const { least, most } = drillNumbers[key];
		const value = declared[key];
		if (value === undefined) return undefined;
		const whole = key.endsWith("Seconds") || Number.isInteger(value);
		if (typeof value === "number" && whole && value >= least && value <= most)
			return value;
		throw wrong(
			key,
			wanted(
				`a ${key.endsWith("Seconds") ? "number of seconds" : "whole number"} from ${least} to ${most}`,
				value,
			),
		);
	};
	return {
		lost: read("lost"),
		withinSeconds: read("withinSeconds"),
		rate: read("rate") ?? drillNumbers.rate.usual,
		hold: read("hold") ?? drillNumbers.hold.usual,
		timeoutSeconds: read("timeoutSeconds") ?? drillNumbers.timeoutSeconds.usual,
		beforeSeconds: read("beforeSeconds") ?? drillNumbers.beforeSeconds.usual,
		lastsSeconds: read("lastsSeconds") ?? drillNumbers.lastsSeconds.usual,
		afterSeconds: read("afterSeconds") ?? drillNumbers.afterSeconds.usual,
	};
}
