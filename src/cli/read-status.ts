import { plan } from "../host/change/plan.ts";
import { describe } from "../host/kinds/actions.ts";
import { localise } from "../host/kinds/localise.ts";
import { observeKnown } from "../host/large/observe-known.ts";
import { type Counters, readCounters } from "../host/operations/counters.ts";
import { ownerOf } from "../host/record.ts";
import { withSecrets } from "../host/secrets.ts";
import { withDrains } from "../host/with-drains.ts";
import { formatEndpoint } from "../ipvs/address.ts";
import { parseTable } from "../ipvs/parse-rule.ts";
import {
	formatAttributes,
	type Rule,
	ruleKey,
	serversByService,
	servicesOf,
} from "../ipvs/rule.ts";
import type { HostInputs } from "../provider/host-resource.ts";
import { withSession } from "../ssh/with-session.ts";
import type { Deployed } from "./deployed.ts";

/** What was declared, next to what was found and counted. */
export interface Status {
	readonly services: readonly ServiceStatus[];
	readonly hosts: readonly HostStatus[];
}

export interface ServiceStatus extends Row {
	/** The service as ipvsadm names it: `-t 172.18.0.70:80`. */
	readonly service: string;
	readonly realServers: readonly RealServerStatus[];
}

export interface RealServerStatus extends Row {
	readonly name: string;
	readonly address: string;
	/** When a drain by an operator ends, in seconds since 1970; 0: when the operator lifts it. Undefined: not drained. */
	readonly drainedUntil?: number;
}

interface Row {
	/** Attributes as declared and as found, in the form of `ipvsadm -Sn`. `found` is undefined where the real server is missing. */
	readonly declared: string;
	readonly found: string | undefined;
	/** Undefined where the real server is missing. */
	readonly counters: Counters | undefined;
}

export interface HostStatus {
	readonly component: string;
	readonly role: string;
	readonly name: string;
	/** What `up` would do, one step each. Empty: the host is as declared. */
	readonly drift: readonly string[];
}

/** Looks at every host of a cluster at the same time, and changes nothing. */
export async function readStatus({
	hosts,
	realServers,
}: Deployed): Promise<Status> {
	const names = new Map(
		realServers.map(({ name, desired }) => [desired.ownAddress, name]),
	);
	const looks = await Promise.all(hosts.map((host) => look(host, names)));
	return {
		services: looks.flatMap(({ services }) => services),
		hosts: looks.map(({ host }) => host),
	};
}

async function look(host: HostInputs, names: ReadonlyMap<string, string>) {
	const { component, role, name, connection } = host;
	const desired = withSecrets(host.desired, host.secrets ?? {});
	const owner = ownerOf(host);
	return withSession(connection, async (session) => {
		const observed = await observeKnown(session, owner, desired);
		const wanted = withDrains(
			localise(desired, observed.family),
			observed.drained,
		);
		const steps = plan(owner, wanted, observed);
		const counters =
			role === "director"
				? await readCounters(session)
				: new Map<string, Counters>();
		const row = (rule: Rule): Row => {
			const found = observed.ipvs.get(ruleKey(rule));
			return {
				declared: formatAttributes(rule),
				found: found && formatAttributes(found),
				counters: counters.get(ruleKey(rule)),
			};
		};
		const table = parseTable(desired.ipvs);
		const servers = serversByService(table);
		const services = servicesOf(table).map((service) => ({
			service: ruleKey(service),
			...row(service),
			realServers: (servers.get(ruleKey(service)) ?? []).map((server) => {
				const own = server.address.text;
				const until = observed.drained[own];
				return {
					name: names.get(own) ?? own,
					address: formatEndpoint(server),
					...row(server),
					...(until === undefined ? {} : { drainedUntil: until }),
				};
			}),
		}));
		return {
			services,
			host: {
				component,
				role,
				name,
				drift: steps.map((step) => `${describe(step)}: ${step.because}`),
			},
		};
	});
}
