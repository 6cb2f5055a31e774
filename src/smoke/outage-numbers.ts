import type { DeclarationError } from "../errors.ts";
import { wanted } from "../model/wanted.ts";
import type { OutageDeclared } from "./outage-shapes.ts";

/** Name -> what it may be, and its default. */
export const outageNumbers = {
	lost: { least: 0, most: 1_000_000 },
	withinSeconds: { least: 0, most: 3600 },
	rate: { least: 1, most: 50, usual: 4 },
	hold: { least: 0, most: 50, usual: 6 },
	timeoutSeconds: { least: 1, most: 600, usual: 15 },
	beforeSeconds: { least: 1, most: 600, usual: 5 },
	lastsSeconds: { least: 1, most: 600, usual: 10 },
	afterSeconds: { least: 1, most: 600, usual: 10 },
} as const;

/** The numbers of an outage, with their defaults. @throws DeclarationError */
export function numbersOf(
	declared: OutageDeclared,
	wrong: (path: string, message: string) => DeclarationError,
) {
	const read = (key: keyof typeof outageNumbers) => {
		const { least, most } = outageNumbers[key];
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
		rate: read("rate") ?? outageNumbers.rate.usual,
		hold: read("hold") ?? outageNumbers.hold.usual,
		timeoutSeconds:
			read("timeoutSeconds") ?? outageNumbers.timeoutSeconds.usual,
		beforeSeconds: read("beforeSeconds") ?? outageNumbers.beforeSeconds.usual,
		lastsSeconds: read("lastsSeconds") ?? outageNumbers.lastsSeconds.usual,
		afterSeconds: read("afterSeconds") ?? outageNumbers.afterSeconds.usual,
	};
}
