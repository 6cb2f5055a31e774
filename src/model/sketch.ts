import type { Ipv4, LinkAddress } from "./address.ts";
import {
	type ConnectionSketch,
	sketchConnection,
} from "./connection-sketch.ts";
import { fields } from "./fields.ts";
import { maxJumps } from "./host-schema.ts";
import { known } from "./leaf.ts";
import {
	readDirectorAddress,
	readPort,
	readRealServerAddress,
	readVip,
} from "./leaves.ts";

/**
 * What can be made out of a declaration that may be wrong or unknown anywhere: each leaf that is good by itself,
 * undefined for the others. Rules work on it, so that they speak up together with the problems of shape.
 */
export interface Sketch {
	readonly vip: Ipv4 | undefined;
	/** These three: undefined where what was declared is no object. */
	readonly directors: readonly DirectorSketch[] | undefined;
	readonly realServers: readonly HostSketch[] | undefined;
	readonly services: readonly ServiceSketch[] | undefined;
}

export interface HostSketch {
	readonly name: string;
	readonly path: readonly string[];
	readonly address: Ipv4 | undefined;
	readonly connection: ConnectionSketch | undefined;
}

export interface DirectorSketch extends HostSketch {
	readonly link: LinkAddress | undefined;
}

export interface ServiceSketch {
	readonly name: string;
	readonly path: readonly string[];
	readonly port: number | undefined;
	readonly realServerPort: number | undefined;
	/** The names that the service's own `realServers` has. */
	readonly realServers: readonly string[];
}

export function sketch(declaration: unknown): Sketch {
	const { vip, directors, realServers, services } = fields(declaration) ?? {};
	return {
		vip: known(readVip, vip),
		directors: entries("directors", directors, (entry, found) => {
			const link = known(readDirectorAddress, found.address);
			return { ...entry, ...host(entry, found), link, address: link?.address };
		}),
		realServers: entries("realServers", realServers, (entry, found) => ({
			...entry,
			...host(entry, found),
			address: known(readRealServerAddress, found.address),
		})),
		services: entries("services", services, (entry, found) => ({
			...entry,
			port: known(readPort, found.tcp),
			realServerPort: known(readPort, found.realServerPort),
			realServers: Object.keys(fields(found.realServers) ?? {}),
		})),
	};
}

interface Entry {
	readonly name: string;
	readonly path: readonly string[];
}

function host({ path }: Entry, found: Record<string, unknown>) {
	return {
		connection: sketchConnection([...path, "host"], found.host, maxJumps),
	};
}

function entries<T>(
	key: string,
	record: unknown,
	read: (entry: Entry, found: Record<string, unknown>) => T,
): T[] | undefined {
	const found = fields(record);
	return found === undefined
		? undefined
		: Object.entries(found).map(([name, value]) =>
				read({ name, path: [key, name] }, fields(value) ?? {}),
			);
}
