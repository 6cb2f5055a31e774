import { InvalidArgumentError } from "commander";

const units = { s: 1, m: 60, h: 3600, d: 86400 } as const;

/** `90`, `90s`, `5m`, `2h`, `1d` -> seconds. */
export function readDuration(text: string): number {
	const [, count, unit = "s"] = /^(\d{1,7})([smhd])?$/.exec(text) ?? [];
	const seconds = Number(count) * units[unit as keyof typeof units];
	if (!(seconds > 0))
		throw new InvalidArgumentError('write it like "5m", "90s" or "2h"');
	return seconds;
}
