import type { ClusterSketch, ConnectionSketch } from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";
import { machineOf } from "./machine-of.ts";
import { isOneMachine } from "./one-machine.ts";
import { formatPath } from "./path.ts";

export const connectionRules = [
	oneCredential,
	oneProofOfTheHost,
	oneRolePerMachine,
	notThroughTheVip,
];

function connections({
	values: { directors = [], realServers = [] },
}: ClusterSketch): ConnectionSketch[] {
	return [...directors, ...realServers].flatMap(
		({ values }) => values.host ?? [],
	);
}

function withJumps(connection: ConnectionSketch): ConnectionSketch[] {
	const { jump } = connection.values;
	return [connection, ...(jump === undefined ? [] : withJumps(jump))];
}

/** At most one of some keys may be given. */
function atMostOne(
	keys: readonly (keyof ConnectionSketch["values"])[],
	what: string,
) {
	return (cluster: ClusterSketch): Finding[] =>
		connections(cluster)
			.flatMap(withJumps)
			.flatMap(({ path, given, later, values }) => {
				const both = keys.filter(
					(key) =>
						given.includes(key) &&
						// a value that is not known yet may turn out to be undefined
						!later.includes(key) &&
						values[key] !== false,
				);
				return both.length < 2
					? []
					: [
							{
								path,
								message: `${both.join(" and ")} both given; write only one: ${what}`,
							},
						];
			});
}

function oneCredential(cluster: ClusterSketch): Finding[] {
	return atMostOne(
		["privateKey", "privateKeyFile", "agent"],
		"it is how we log in",
	)(cluster);
}

function oneProofOfTheHost(cluster: ClusterSketch): Finding[] {
	return atMostOne(
		["hostKey", "knownHosts"],
		"it is how the host is recognised",
	)(cluster);
}

/** A director may be a real server too, under the same address. */
function oneRolePerMachine({
	values: { directors = [], realServers = [] },
}: ClusterSketch): Finding[] {
	const all = [
		...directors.map(({ path, values }) => ({
			kind: "director" as const,
			path,
			host: values.host,
			address: values.address?.address,
		})),
		...realServers.map(({ path, values }) => ({
			kind: "real server" as const,
			path,
			host: values.host,
			address: values.address,
		})),
	].map((each) => ({ ...each, machine: each.host && machineOf(each.host) }));
	return all.flatMap((role, index) => {
		const { host, machine } = role;
		const holder = all
			.slice(0, index)
			.find((other) => other.machine === machine && !isOneMachine(role, other));
		if (machine === undefined || host === undefined || holder === undefined)
			return [];
		const is = `${machine} is already the machine of ${formatPath(holder.path)}`;
		return [
			{
				path: host.path,
				message:
					holder.kind === role.kind
						? `${is}; each director and real server needs a machine of its own`
						: `${is}, which has ${holder.address}; a machine that does both has one address in a cluster: write it in both`,
			},
		];
	});
}

/** Once the cluster works, such a connection would end at any of the real servers. */
function notThroughTheVip(cluster: ClusterSketch): Finding[] {
	const { vip } = cluster.values;
	return connections(cluster)
		.filter(
			({ values: { address } }) => address !== undefined && address === vip,
		)
		.map(({ path }) => ({
			path: [...path, "address"],
			message: `${vip} is the VIP; connect to an address that is the host's own`,
		}));
}
