import type { Health } from "../../host/observed.ts";
import type { Counters } from "../../host/operations/counters.ts";
import { formatEndpoint } from "../../ipvs/address.ts";
import {
	formatAttributes,
	type Rule,
	ruleKey,
	serversByService,
	servicesOf,
} from "../../ipvs/rule.ts";
import { clientTable } from "../../model/client-table.ts";
import type { DesiredCheck } from "../../model/desired.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Deployed } from "../stack/deployed.ts";
import { type Found, lookAt } from "./look-at.ts";

/** What was declared, next to what was found and counted. */
export interface Status {
	readonly services: readonly ServiceStatus[];
	readonly hosts: readonly HostStatus[];
}

export interface ServiceStatus extends Row {
	/** The service as ipvsadm names it: `-t 172.18.0.70:80`. */
	readonly service: string;
	/** Whether its director could be looked at. */
	readonly seen: boolean;
	readonly realServers: readonly RealServerStatus[];
}

export interface RealServerStatus extends Row {
	readonly name: string;
	readonly address: string;
	/** When a drain by an operator ends, in seconds since 1970; 0: when the operator lifts it. Undefined: not drained. */
	readonly drainedUntil?: number;
	/** What its check found last. Undefined: nothing is asked, or nothing is known. */
	readonly health?: Health & Pick<DesiredCheck, "asks">;
}

interface Row {
	/** Attributes as declared and as found, in the form of `ipvsadm -Sn`. `found` is undefined where the rule is missing or was not seen. */
	readonly declared: string;
	readonly found: string | undefined;
	/** Undefined where the rule is missing or was not seen. */
	readonly counters: Counters | undefined;
}

export interface HostStatus
	extends Pick<Found, "drift" | "remarks" | "refused" | "putBack" | "unseen"> {
	readonly component: string;
	readonly role: string;
	readonly name: string;
}

/**
 * Looks at every host of a cluster at the same time, and changes nothing. A host that cannot be looked at gets a line that says why.
 *
 * @param connectSeconds how long one host may take to be reached. Default: what it says itself, or else 10.
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
	const names = new Map(
		realServers.map(({ name, desired }) => [desired.ownAddress, name]),
	);
	const looks = await Promise.all(
		hosts.map(async (host) => {
			const { component, role, name } = host;
			const found = await lookAt(host, { connectSeconds });
			const { drift, remarks, refused, putBack, unseen } = found;
			return {
				services: servicesOfHost(host, found, names),
				host: {
					component,
					role,
					name,
					drift,
					remarks,
					putBack,
					refused,
					...(unseen === undefined ? {} : { unseen }),
				},
			};
		}),
	);
	return {
		services: looks.flatMap(({ services }) => services),
		hosts: looks.map(({ host }) => host),
	};
}

/** What a host balances, as declared and as found. */
function servicesOfHost(
	{ desired }: HostInputs,
	{ ipvs, drained, health, counters, unseen }: Found,
	names: ReadonlyMap<string, string>,
): ServiceStatus[] {
	const row = (rule: Rule): Row => {
		const found = ipvs.get(ruleKey(rule));
		return {
			declared: formatAttributes(rule),
			found: found && formatAttributes(found),
			counters: counters.get(ruleKey(rule)),
		};
	};
	const { checks = {} } = desired;
	const checked = new Map(
		Object.entries(checks).flatMap(([place, { asks, rules }]) => {
			const found = health[place];
			return found === undefined
				? []
				: rules.map((key) => [key, { ...found, asks }] as const);
		}),
	);
	const table = clientTable(desired);
	const servers = serversByService(table);
	return servicesOf(table).map((service) => ({
		service: ruleKey(service),
		seen: unseen === undefined,
		...row(service),
		realServers: (servers.get(ruleKey(service)) ?? []).map((server) => {
			const own = server.address.text;
			const until = drained[own];
			return {
				name: names.get(own) ?? own,
				address: formatEndpoint(server),
				...row(server),
				...(until === undefined ? {} : { drainedUntil: until }),
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
