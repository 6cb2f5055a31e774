import { type Away, isAway } from "../stack/on-each.ts";
import type { Drained, How } from "./drain-real-server.ts";

/** The line about a drain, or its end, on a director. */
export function formatDrained(
	done: Drained | Away,
	realServer: string,
	how: How,
): string {
	const { cluster, director } = done;
	const where = `on ${director}, cluster ${cluster}`;
	if (isAway(done))
		return `${realServer} could NOT be ${how === "lift" ? "undrained" : "drained"} ${where}; run lvsctl ${how === "lift" ? "undrain" : "drain"} ${realServer} again when it answers: ${done.away}`;
	const { address, services } = done;
	if (!done.drained)
		return `${realServer} (${address}) ${done.wasDrained ? "is no longer drained" : "was not drained"} ${where}`;
	return [
		`${realServer} (${address}) is drained ${where}, until ${done.until ?? `lvsctl undrain ${realServer}`}${done.wasDrained ? " (it was drained before)" : ""}`,
		...services.map(
			({ service, active, persistent }) =>
				`  ${service}: ${active} still open${persistent > 0 ? `, ${persistent} clients kept by persistence` : ""}`,
		),
	].join("\n");
}
