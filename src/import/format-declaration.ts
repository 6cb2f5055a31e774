import type { DeclaredRules } from "./declare-vip.ts";

/** What rules do not tell: how the machines are reached, as the text of expressions. */
export interface Reached {
	/** Fields of the director. */
	readonly director: string;
	/** The field `host` of a real server, by its address; undefined where it has none. */
	realServer(address: string): string | undefined;
}

/** Stands as a comment where it is to be filled in. */
const unknown: Reached = {
	director:
		"host: /* how it is reached */ undefined!, address: /* towards the real servers */ undefined!",
	realServer: () => "/* how it is reached */ undefined!",
};

/** The name of the cluster at this place among those of a program. */
export function clusterName(index: number): string {
	return index === 0 ? "web" : `web${index + 1}`;
}

/** Declarations as the TypeScript of a program. */
export function formatProgram(
	clusters: readonly DeclaredRules[],
	reached?: Reached,
): string {
	return clusters
		.map((cluster, index) =>
			formatDeclaration(cluster, clusterName(index), reached),
		)
		.join("\n");
}

/** A declaration as the TypeScript of a program. */
export function formatDeclaration(
	{
		vip,
		forwarding,
		directors,
		tunnel,
		realServers,
		services,
		page,
	}: DeclaredRules,
	name: string,
	reached = unknown,
): string {
	const entries = (lines: readonly (readonly [string, string])[]) =>
		lines.map(([key, text]) => `\t\t${word(key)}: ${text},`).join("\n");
	const servers = Object.entries(realServers).map(([key, server]) => {
		const host = reached.realServer(server.address);
		return [
			key,
			object(server, host === undefined ? "" : `host: ${host}, `),
		] as const;
	});
	return `${reached === unknown ? "" : `const ${name} = `}new Cluster(${JSON.stringify(name)}, {
	vip: ${JSON.stringify(vip)},
	forwarding: ${JSON.stringify(forwarding)},${tunnel === undefined ? "" : `\n\ttunnel: ${object(tunnel)},`}
	directors: {
		lb: { ${reached.director}${directors === undefined ? "" : `, interface: ${JSON.stringify(directors.lb.interface)}`} },
	},
	realServers: {
${entries(servers)}
	},
	services: {
${entries(Object.entries(services).map(([key, service]) => [key, object(service)]))}
	},
	page: ${page},
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
