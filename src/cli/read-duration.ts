import { InvalidArgumentError } from "commander";

const units = { s: 1, m: 60, h: 3600, d: 86400 } as const;

/** `90`, `90s`, `5m`, `2h`, `1d` -> seconds, from `least` to `most`. Timers of Node end at once where a time is longer than 24 days. */
export function readDuration({
	least,
	most,
}: {
	readonly least: number;
	readonly most: number;
}): (text: string) => number {
	return (text) => {
		const [, count, unit = "s"] = /^(\d{1,7})([smhd])?$/.exec(text) ?? [];
		const seconds = Number(count) * units[unit as keyof typeof units];
		if (seconds >= least && seconds <= most) return seconds;
		throw new InvalidArgumentError(
			Number.isNaN(seconds)
				? 'write it like "5m", "90s" or "2h"'
				: `write a time from ${written(least)} to ${written(most)}`,
		);
	};
}

/** In the largest unit of which it is a whole number. */
function written(seconds: number): string {
	const [unit, size] = Object.entries(units).findLast(
		([, size]) => seconds % size === 0 && seconds >= size,
	) ?? ["s", 1];
	return `${seconds / size}${unit}`;
}
