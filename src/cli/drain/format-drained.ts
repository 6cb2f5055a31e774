import type { Drained } from "./drain-real-server.ts";

/** Says what a drain, or the end of one, did on a director. */
export function formatDrained(done: Drained): string {
	const { realServer, address, cluster, director, services } = done;
	const where = `on ${director}, cluster ${cluster}`;
	if (!done.drained)
		return `${realServer} (${address}) ${done.wasDrained ? "is drained no more" : "was not drained"} ${where}`;
	return [
		`${realServer} (${address}) is drained ${where}, until ${done.until ?? `lvsctl undrain ${realServer}`}${done.wasDrained ? " (it was drained before)" : ""}`,
		...services.map(
			({ service, active, persistent }) =>
				`  ${service}: ${active} still open${persistent > 0 ? `, ${persistent} clients kept by persistence` : ""}`,
		),
	].join("\n");
}
