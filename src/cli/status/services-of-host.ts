import { formatDrainEnd } from "../../host/drain-ends.ts";
import type { Health } from "../../host/found-director.ts";
import type { Counters } from "../../host/operations/counters.ts";
import { formatEndpoint } from "../../ipvs/address.ts";
import {
	type Rule,
	ruleKey,
	type ServerRule,
	type ServiceRule,
	serversByService,
	servicesOf,
} from "../../ipvs/rule.ts";
import { clientTable } from "../../model/client-table.ts";
import type { DesiredCheck } from "../../model/desired.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Found } from "./look-at.ts";

export interface ServiceStatus extends Row<ServiceRule> {
	/** The service as ipvsadm names it: `-t 172.18.0.70:80`. */
	readonly service: string;
	/** The director whose kernel has it. */
	readonly director: string;
	/** Whether its director could be looked at. */
	readonly seen: boolean;
	readonly realServers: readonly RealServerStatus[];
}

export interface RealServerStatus extends Row<ServerRule> {
	readonly name: string;
	readonly address: string;
	/** When a drain by an operator ends, as `formatDrainEnd` writes it. Undefined: not drained. */
	readonly drainedUntil?: number;
	/** The last result of its check. Undefined: there is no check, or no result yet. */
	readonly health?: Health &
		Pick<DesiredCheck, "asks"> & {
			/** It fails, and gets new connections all the same, as its service says of a time when all fail. */
			readonly staysIn: boolean;
			/** It passes again, and its weight is still rising to the declared one. */
			readonly rises: boolean;
		};
}

interface Row<Of extends Rule> {
	readonly declared: Of;
	/** Undefined where the rule is missing or was not seen. */
	readonly found: Of | undefined;
	/** Undefined where the rule is missing or was not seen. */
	readonly counters: Counters | undefined;
}

/** The rules of a host, as declared and as found. */
export function servicesOfHost(
	{ component, desired, name: director }: HostInputs,
	{ ipvs, drained, health, layers, counters, unseen }: Found,
	names: ReadonlyMap<string, string>,
): ServiceStatus[] {
	const row = <Of extends Rule>(declared: Of): Row<Of> => {
		const key = ruleKey(declared);
		return {
			declared,
			// a key is that of services or of real servers
			found: ipvs.get(key) as Of | undefined,
			counters: counters.get(key),
		};
	};
	const { checks = {} } = desired;
	// a server that is not a host, like the page that a director serves itself, is named by its check
	const checkedName = new Map(
		Object.values(checks).flatMap(({ realServer, rules }) =>
			rules.map((key) => [key, realServer] as const),
		),
	);
	const checked = new Map(
		Object.entries(checks).flatMap(([place, { asks, rules }]) => {
			const found = health[place];
			return found === undefined
				? []
				: rules.map((key) => {
						const staysIn = found.verdict === "down" && !(key in layers);
						const rises = layers[key]?.by === "rise";
						return [key, { ...found, asks, staysIn, rises }] as const;
					});
		}),
	);
	const table = clientTable(desired);
	const servers = serversByService(table);
	return servicesOf(table).map((service) => ({
		service: ruleKey(service),
		director,
		seen: unseen === undefined,
		...row(service),
		realServers: (servers.get(ruleKey(service)) ?? []).map((server) => {
			const own = server.address.text;
			const until = drained[own];
			return {
				name:
					names.get(`${component} ${own}`) ??
					checkedName.get(ruleKey(server)) ??
					own,
				address: formatEndpoint(server),
				...row(server),
				...(until === undefined ? {} : { drainedUntil: formatDrainEnd(until) }),
				...healthOf(checked.get(ruleKey(server))),
			};
		}),
	}));
}

function healthOf(
	health: RealServerStatus["health"],
): Pick<RealServerStatus, "health"> {
	return health === undefined ? {} : { health };
}
