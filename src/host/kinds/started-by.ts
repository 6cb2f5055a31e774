export function isTimer(unit: string): boolean {
	return unit.endsWith(".timer");
}

/** The service that a timer starts. */
export function startedBy(timer: string): string {
	return timer.replace(/timer$/, "service");
}
