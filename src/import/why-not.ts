import { wayOfRule } from "../ipvs/forwarding.ts";
import type { ServerRule } from "../ipvs/rule.ts";
import { ruleTunnel } from "../ipvs/rule-tunnel.ts";
import type { ReadService } from "./read-rules.ts";

export const noServer = "it has no real server";

/** Why a declaration cannot express a service. Undefined if it can. */
export function whyNot({ servers }: ReadService): string | undefined {
	const rules = servers.map(({ rule }) => rule);
	const several = (values: readonly unknown[]) => new Set(values).size > 1;
	if (rules.length === 0) return noServer;
	if (several(rules.map(({ method }) => method)))
		return "its real servers are forwarded to in several ways";
	if (several(rules.map(({ port }) => port)))
		return "its real servers have several ports";
	const tunnels = rules.flatMap(describeTunnel);
	if (several(tunnels))
		return `its real servers have several tunnels, ${[...new Set(tunnels)].join(" and ")}: a cluster has one; give all the same`;
	return undefined;
}

/** The tunnel of a service in one word or two, if it has one. */
export function tunnelOf({
	servers: [first],
}: ReadService): string | undefined {
	return first === undefined ? undefined : describeTunnel(first.rule)[0];
}

function describeTunnel(rule: ServerRule): string[] {
	if (!wayOfRule(rule).tunnels) return [];
	const { type, port } = ruleTunnel(rule);
	return [port === undefined ? type : `${type} port ${port}`];
}
