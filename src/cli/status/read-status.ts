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
import type { Deployed } from "../stack/deployed.ts";
import { drainProblems } from "./drain-problems.ts";
import { type FailoverStatus, type Found, lookAt } from "./look-at.ts";
import { syncProblems } from "./sync-problems.ts";
import { unheard } from "./unheard.ts";
import { vipProblems } from "./vip-problems.ts";

/** The declaration, next to what was found and counted. */
export interface Status {
	readonly services: readonly ServiceStatus[];
	readonly hosts: readonly HostStatus[];
	/**
	 * What is wrong between hosts, each as sentences: two directors have the VIP, or none has, or they do not hear of each other's connections, or they drain
	 * different real servers. Also if nothing receives the results of a director's checks.
	 */
	readonly problems: readonly string[];
}

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

export interface HostStatus
	extends Pick<Found, "drift" | "remarks" | "refused" | "putBack" | "unseen"> {
	readonly component: string;
	readonly role: string;
	readonly name: string;
	/** The state of a director among several, and how many open connections its kernel knows: its own, and those that it received from the others. */
	readonly failover?: FailoverStatus & { readonly openConnections: number };
}

/**
 * Looks at every host of a stack at the same time, and changes nothing. A host that cannot be looked at gets a line that says why.
 *
 * @param connectSeconds how long one host may take to be reached. Default: its own `connectSeconds`, else 10.
 */
export async function readStatus(
	{
		hosts,
		realServers,
	}: Pick<Deployed, "realServers"> & {
		readonly hosts: readonly HostInputs[];
	},
	connectSeconds?: number,
): Promise<Status> {
	// two clusters may use one address, each in a network of its own
	const names = new Map(
		realServers.map(({ component, name, desired }) => [
			`${component} ${desired.ownAddress}`,
			name,
		]),
	);
	const looks = await Promise.all(
		hosts.map(async (host) => {
			const { component, role, name } = host;
			const found = await lookAt(host, { connectSeconds });
			const { drift, remarks, refused, putBack, failover, unseen } = found;
			const services = servicesOfHost(host, found, names);
			return {
				services,
				seen: { host, found },
				host: {
					component,
					role,
					name,
					drift,
					remarks,
					putBack,
					refused,
					...(failover === undefined
						? {}
						: {
								failover: {
									...failover,
									openConnections: openConnections(services),
								},
							}),
					...(unseen === undefined ? {} : { unseen }),
				},
			};
		}),
	);
	const all = looks.map(({ seen }) => seen);
	const hostsSeen = looks.map(({ host }) => host);
	const untold = unheard(hostsSeen, Date.now() / 1000);
	return {
		services: looks.flatMap(({ services }) => services),
		hosts: hostsSeen.map((host, index) => ({
			...host,
			remarks: [...host.remarks, ...(untold[index] ?? [])],
		})),
		problems: [
			...vipProblems(all),
			...syncProblems(all),
			...drainProblems(all),
			...all.flatMap(({ host, found }) =>
				found.agentProblems.map(
					(problem) =>
						`cluster ${host.component}, director ${host.name}: ${problem}`,
				),
			),
		],
	};
}

function openConnections(services: readonly ServiceStatus[]): number {
	return services.reduce(
		(sum, { counters }) => sum + (counters?.active ?? 0),
		0,
	);
}

/** The rules of a host, as declared and as found. */
function servicesOfHost(
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
