import type { ClusterSketch, ConnectionSketch } from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";
import { machineOf } from "./machine-of.ts";
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

function oneRolePerMachine(cluster: ClusterSketch): Finding[] {
	const all = connections(cluster).map((connection) => ({
		...connection,
		machine: machineOf(connection),
	}));
	return all.flatMap(({ path, machine }, index) => {
		const first = all.findIndex((other) => other.machine === machine);
		const holder = all[first];
		return machine === undefined || holder === undefined || first === index
			? []
			: [
					{
						path,
						message: `${machine} is already the machine of ${formatPath(holder.path.slice(0, -1))}; each director and real server needs a machine of its own`,
					},
				];
	});
}

/** Once the cluster works, such a connection would end at any real server. */
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
