import type { ReadService } from "./read-rules.ts";

/** Why a declaration cannot say what a service is; undefined where it can. */
export function whyNot({ servers }: ReadService): string | undefined {
	const rules = servers.map(({ rule }) => rule);
	const several = (values: readonly unknown[]) => new Set(values).size > 1;
	if (rules.length === 0) return "it has no real server";
	if (several(rules.map(({ method }) => method)))
		return "its real servers are forwarded to in several ways";
	if (several(rules.map(({ port }) => port)))
		return "its real servers have several ports";
	const tunnels = rules.map(describeTunnel);
	if (rules[0]?.method === "i" && several(tunnels))
		return `its real servers have several tunnels, ${[...new Set(tunnels)].join(" and ")}: a cluster has one; give all the same`;
	return undefined;
}

/** The tunnel of a service in one word or two, if it has one. */
export function tunnelOf({
	servers: [first],
}: ReadService): string | undefined {
	return first?.rule.method === "i" ? describeTunnel(first.rule) : undefined;
}

function describeTunnel({
	tunnel,
}: ReadService["servers"][number]["rule"]): string {
	const { type = "ipip", port } = tunnel ?? {};
	return port === undefined ? type : `${type} port ${port}`;
}
