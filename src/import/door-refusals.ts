import { wayOfRule } from "../ipvs/forwarding.ts";
import { clusterDoor } from "../model/cluster-door.ts";
import { formatPath } from "../model/path.ts";
import type { DeclaredRules } from "./declare-vip.ts";
import { nameOf, serverNames } from "./declare-vip.ts";
import { filledIn } from "./filled-in.ts";
import {
	healthParts,
	type Limit,
	type ReadHealth,
	type ReadServer,
	type ReadService,
} from "./read-rules.ts";

/** A service, a real server, or a part of one, that cannot be declared. */
export interface Refusal {
	readonly service: ReadService;
	/** Undefined: the whole service, or its part. */
	readonly server: ReadServer | undefined;
	readonly part?: keyof ReadHealth;
	/** It is one of the real server's limits alone, and the rest of it can be. */
	readonly limit?: Limit;
	readonly reason: string;
}

/**
 * The findings of the model's check against a declaration, by the rules that they come from. Values that rules do not contain count as right. Empty if nothing
 * is wrong.
 */
export function doorRefusals(
	declared: DeclaredRules,
	services: readonly ReadService[],
): Refusal[] {
	return clusterDoor
		.check("web", filledIn(declared))
		.flatMap(({ path, message }) =>
			blamed(path, services).map((rule) => ({ ...rule, reason: message })),
		);
}

/** The rules that a place of the declaration comes from: one real server, all with one address, those of a tunnel, a service, or all. */
function blamed(
	path: string,
	services: readonly ReadService[],
): Omit<Refusal, "reason">[] {
	const names = serverNames(services);
	const under = (...keys: string[]) => {
		const place = formatPath(keys);
		return path === place || path.startsWith(`${place}.`);
	};
	const all = services.flatMap((service) =>
		service.servers.map((server) => ({ service, server })),
	);
	const nameOfServer = ({ rule }: ReadServer) =>
		names.get(rule.address.text) ?? "";
	const own = all.filter(({ service, server }) =>
		under(
			...["services", nameOf(service.rule.match)],
			...["realServers", nameOfServer(server)],
		),
	);
	if (own.length > 0) {
		const limit = (["upper", "lower"] as const).find((each) =>
			path.endsWith(`.${each}`),
		);
		return limit === undefined ? own : own.map((one) => ({ ...one, limit }));
	}
	const one = all.filter(({ server }) =>
		under("realServers", nameOfServer(server)),
	);
	if (one.length > 0) return one;
	const parts = services.flatMap((service) =>
		healthParts
			.filter(
				(part) =>
					service[part] !== undefined &&
					(under("services", nameOf(service.rule.match), part) ||
						(part === "sorry" &&
							under(
								"realServers",
								names.get(service.sorry?.value.address ?? "") ?? "",
							))),
			)
			.map((part) => ({ service, server: undefined, part })),
	);
	if (parts.length > 0) return parts;
	const whole = services.filter(
		({ rule, servers }) =>
			under("services", nameOf(rule.match)) ||
			(under("tunnel") && servers.some(({ rule }) => wayOfRule(rule).tunnels)),
	);
	return (whole.length > 0 ? whole : services).map((service) => ({
		service,
		server: undefined,
	}));
}
