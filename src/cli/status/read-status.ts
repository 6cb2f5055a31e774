import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Deployed } from "../stack/deployed.ts";
import { drainProblems } from "./drain-problems.ts";
import { type FailoverStatus, type Found, lookAt } from "./look-at.ts";
import { type ServiceStatus, servicesOfHost } from "./services-of-host.ts";
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
