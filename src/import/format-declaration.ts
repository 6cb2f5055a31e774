import type { DeclaredDirector, DeclaredRules } from "./declare-vip.ts";
import { formatKey } from "./format-key.ts";
import { formatObject } from "./format-object.ts";
import { lacksGateway } from "./lacks-gateway.ts";
import { formatMissing } from "./missing.ts";

/** Values that rules do not contain: how the machines are reached, as the text of expressions. */
export interface Reached {
	/** Fields of a director that say how it is reached. */
	director(known: DeclaredDirector): string;
	/** The field `host` of a real server, by its address; undefined where it has none. */
	realServer(address: string): string | undefined;
}

/** A comment at a place that the user must fill in. */
const unknown: Reached = {
	director: ({ address }) =>
		`host: ${formatMissing("how it is reached")}, address: ${address === undefined ? formatMissing("towards the real servers") : JSON.stringify(address)}`,
	realServer: () => formatMissing("how it is reached"),
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
	declared: DeclaredRules,
	name: string,
	reached = unknown,
): string {
	const { vip, forwarding, tunnel, realServers, services } = declared;
	const { directors = { lb: {} }, failover, ipvs, page } = declared;
	const entries = (lines: readonly (readonly [string, string])[]) =>
		lines.map(([key, text]) => `\t\t${formatKey(key)}: ${text},`).join("\n");
	const servers = Object.entries(realServers).map(([key, server]) => {
		const host = reached.realServer(server.address);
		return [
			key,
			formatObject(server, host === undefined ? "" : `host: ${host}`),
		] as const;
	});
	return `${reached === unknown ? "" : `const ${name} = `}new Cluster(${JSON.stringify(name)}, {
	vip: ${vip === undefined ? formatMissing("that packets with the mark go to") : JSON.stringify(vip)},
	forwarding: ${JSON.stringify(forwarding)},${tunnel === undefined ? "" : `\n\ttunnel: ${formatObject(tunnel)},`}
	directors: {
${entries(
	Object.entries(directors).map(([key, director]) => [
		key,
		`{ ${[
			reached.director(director),
			...(director.interface === undefined
				? []
				: [`interface: ${JSON.stringify(director.interface)}`]),
		].join(", ")} }`,
	]),
)}
	},${failover === undefined ? "" : `\n\tfailover: ${formatObject(failover, lacksGateway(declared) ? `gateway: ${formatMissing("where real servers send answers, of no machine")}` : "")},`}
	realServers: {
${entries(servers)}
	},
	services: {
${entries(Object.entries(services).map(([key, service]) => [key, formatObject(service)]))}
	},${ipvs === undefined ? "" : `\n\tipvs: ${formatObject(ipvs)},`}
	page: ${page},
});
`;
}
