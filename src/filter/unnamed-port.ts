import type { Chain, Match } from "./ruleset.ts";

/** A port that no rule of a filter says anything of, so that it stands for all others. Undefined: there is none. */
export function unnamedPort(chains: readonly Chain[]): number | undefined {
	const named = chains
		.flatMap(({ rules }) => rules)
		.flatMap(({ parts }) =>
			parts.flatMap((part) =>
				part.kind === "match"
					? [part.match]
					: part.kind === "choice"
						? part.entries.map(({ match }) => match)
						: [],
			),
		)
		.flatMap(portsIn);
	// services have their ports below, and those of clients are above
	for (let port = 1024; port < 65536; port++)
		if (!named.some(([first, last]) => first <= port && port <= last))
			return port;
	return undefined;
}

/** What a match says of ports, but for those that say it of all of them. */
function portsIn(match: Match): (readonly [number, number])[] {
	if (match.kind !== "fields") return [];
	return match.rows.flatMap((row) =>
		match.fields.flatMap((field, index) => {
			const value = row[index];
			return (field === "toPort" || field === "fromPort") &&
				value !== undefined &&
				typeof value !== "string" &&
				value[1] - value[0] < 65535 - 1
				? [value]
				: [];
		}),
	);
}
