import type { Problem } from "../errors.ts";
import type { ConnectionSketch } from "./connection-sketch.ts";
import { formatPath } from "./path.ts";
import type { Sketch } from "./sketch.ts";

export const connectionRules = [
	oneCredential,
	oneProofOfTheHost,
	oneRolePerMachine,
	notThroughTheVip,
];

function connections(sketch: Sketch): ConnectionSketch[] {
	return [...(sketch.directors ?? []), ...(sketch.realServers ?? [])].flatMap(
		({ connection }) => connection ?? [],
	);
}

function withJumps(connection: ConnectionSketch): ConnectionSketch[] {
	return [
		connection,
		...(connection.jump === undefined ? [] : withJumps(connection.jump)),
	];
}

/** At most one of some keys may be given. */
function atMostOne(keys: readonly string[], what: string) {
	return (sketch: Sketch): Problem[] =>
		connections(sketch)
			.flatMap(withJumps)
			.flatMap(({ path, given }) => {
				const both = keys.filter((key) => given.includes(key));
				return both.length < 2
					? []
					: [
							{
								path: formatPath(path),
								message: `${both.join(" and ")} both given; write only one: ${what}`,
							},
						];
			});
}

function oneCredential(sketch: Sketch): Problem[] {
	return atMostOne(
		["privateKey", "privateKeyFile", "agent"],
		"it is how we log in",
	)(sketch);
}

function oneProofOfTheHost(sketch: Sketch): Problem[] {
	return atMostOne(
		["hostKey", "knownHosts"],
		"it is how the host is recognised",
	)(sketch);
}

function oneRolePerMachine(sketch: Sketch): Problem[] {
	const all = connections(sketch);
	return all.flatMap(({ path, where }, index) => {
		const first = all.findIndex((other) => other.where === where);
		const owner = all[first];
		return where === undefined || owner === undefined || first === index
			? []
			: [
					{
						path: formatPath(path),
						message: `${where} is already the machine of ${formatPath(owner.path.slice(0, -1))}; each director and real server needs a machine of its own`,
					},
				];
	});
}

/** Once the cluster works, such a connection would end at any real server. */
function notThroughTheVip(sketch: Sketch): Problem[] {
	return connections(sketch)
		.filter(({ address }) => address !== undefined && address === sketch.vip)
		.map(({ path, address }) => ({
			path: formatPath([...path, "address"]),
			message: `${address} is the VIP; connect to an address that is the host's own`,
		}));
}
