import type { DeclaredRules } from "./declare-rules.ts";

/** Declarations as the TypeScript of a program. */
export function formatProgram(clusters: readonly DeclaredRules[]): string {
	return clusters
		.map((cluster, index) =>
			formatDeclaration(cluster, index === 0 ? "web" : `web${index + 1}`),
		)
		.join("\n");
}

/** A declaration as the TypeScript of a program; what rules do not tell stands as a comment to be filled in. */
export function formatDeclaration(
	{ vip, forwarding, tunnel, realServers, services }: DeclaredRules,
	name: string,
): string {
	const entries = (record: Readonly<Record<string, object>>, more = "") =>
		Object.entries(record)
			.map(([key, value]) => `\t\t${word(key)}: ${object(value, more)},`)
			.join("\n");
	return `new Cluster(${JSON.stringify(name)}, {
	vip: ${JSON.stringify(vip)},
	forwarding: ${JSON.stringify(forwarding)},${tunnel === undefined ? "" : `\n\ttunnel: ${object(tunnel)},`}
	directors: {
		lb: { host: /* how it is reached */ undefined!, address: /* towards the real servers */ undefined! },
	},
	realServers: {
${entries(realServers, "host: /* how it is reached */ undefined!, ")}
	},
	services: {
${entries(services)}
	},
});
`;
}

function object(value: object, more = ""): string {
	const fields = Object.entries(value).map(
		([key, field]) => `${word(key)}: ${literal(field)}`,
	);
	return `{ ${more}${fields.join(", ")} }`;
}

function literal(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
	return typeof value === "object" && value !== null
		? object(value)
		: JSON.stringify(value);
}

function word(key: string): string {
	return /^[a-zA-Z_]\w*$/.test(key) ? key : JSON.stringify(key);
}
