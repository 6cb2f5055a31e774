import type { Imported } from "../../../src/import/declare-rules.ts";

/** What was declared, and what is told of it, as short lines. */
export function shortLines({ clusters, unread, remarks }: Imported) {
	const told = (lines: typeof unread) =>
		lines.map(({ line, text, reason }) => `${line}: ${text}: ${reason}`);
	return {
		clusters,
		/** `VIP service` -> how it is declared. */
		services: Object.fromEntries(
			clusters.flatMap(({ vip, services }) =>
				Object.entries(services).map(([name, service]) => [
					`${vip} ${name}`,
					service,
				]),
			),
		),
		unread: told(unread),
		remarks: told(remarks),
	};
}
