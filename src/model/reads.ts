import * as z from "zod";
import type { Ipv4 } from "./address.ts";
import { defaults } from "./defaults.ts";
import type { Finding } from "./finding.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readPort, readRealServerAddress, readWholeNumber } from "./leaves.ts";
import type { realServerSchema } from "./schema.ts";
import { shape } from "./shape.ts";
import type { EntrySketch, Sketch } from "./sketch.ts";
import { wanted } from "./wanted.ts";

/** Where an application reads; everything else goes to the engine that takes writes. */
export interface ReadsDeclaration {
	/** The VIP of the service in front of the replicas. */
	readonly address: string;
	/** TCP port of that service. Default 3306. */
	readonly port?: number;
	/**
	 * For how many seconds a visitor who wrote something reads from the engine that takes writes, 0 to 3600. Write a longer time than a replica may be behind.
	 * With 0, visitors may miss what they just wrote. Default 30.
	 */
	readonly ownWritesSeconds?: number;
	/**
	 * Own addresses of the machines that cannot use this service through LVS, as they belong to it. Default: not known, and not compared with the real servers.
	 */
	readonly machines?: readonly string[];
}

/** A ReadsDeclaration without parts that only serve to check it. */
export type Reads = Required<Omit<ReadsDeclaration, "machines">>;

const readAddresses: ReadLeaf<readonly Ipv4[]> = (value) => {
	const expected = 'a list of addresses like ["172.18.0.67"]';
	if (!Array.isArray(value)) return { problem: wanted(expected, value) };
	const addresses: Ipv4[] = [];
	for (const each of value) {
		const read = readRealServerAddress(each);
		if ("problem" in read) return read;
		addresses.push(read.value);
	}
	return { value: addresses };
};

/** How a number of seconds for `ownWritesSeconds` is read. */
export const readOwnWritesSeconds = readWholeNumber(0, 3600);

export const readsSchema = z.strictObject(
	{
		address: leaf<string, Ipv4>(readRealServerAddress),
		port: leaf<number, number>(readPort).default(defaults.databasePort),
		ownWritesSeconds: leaf<number, number>(readOwnWritesSeconds).default(
			defaults.ownWritesSeconds,
		),
		machines: leaf<readonly string[], readonly Ipv4[]>(
			readAddresses,
		).optional(),
	},
	shape('an object like { address: "172.18.0.71" }'),
);

/**
 * Real servers that belong to the service from which they would read. By direct routing and tunnels such a machine has the VIP itself, so its requests never
 * leave it; by NAT it may be handed its own packets, which the kernel drops; and requests of a director to its own VIP have the VIP as their source.
 */
export function asksItself(
	reads: Sketch<typeof readsSchema>,
	realServers: readonly EntrySketch<typeof realServerSchema>[] = [],
): Finding[] {
	const { address: vip, machines = [] } = reads?.values ?? {};
	return realServers.flatMap(({ path, values: { address } }) =>
		address === undefined || !machines.includes(address)
			? []
			: [
					{
						path: [...path, "address"],
						message: `${address} is a machine of the service at ${vip ?? "the address"} in database.reads itself: LVS cannot hand on what it asks there, and its own engine alone would answer, or nobody; put replicas and their director on other machines, forward to the replicas by "fullnat", or leave out \`reads\``,
					},
				],
	);
}
