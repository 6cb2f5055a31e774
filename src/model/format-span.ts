/** A span of seconds in its largest unit: `3 days`, `1 hour`, `45 seconds`. */
export function formatSpan(seconds: number): string {
	const units = [
		["day", 86_400],
		["hour", 3600],
		["minute", 60],
	] as const;
	const [unit, size] = units.find(([, size]) => seconds >= size) ?? [
		"second",
		1,
	];
	const count = Math.round(seconds / size);
	return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
