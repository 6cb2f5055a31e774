import type { Ipv4, LinkAddress } from "./address.ts";
import {
	type ConnectionSketch,
	sketchConnection,
} from "./connection-sketch.ts";
import { defaults } from "./defaults.ts";
import { fields } from "./fields.ts";
import { maxJumps } from "./host-schema.ts";
import { known } from "./leaf.ts";
import {
	readDirectorAddress,
	readRealServerAddress,
	readVip,
	readWeight,
} from "./leaves.ts";
import { readTunnelType } from "./service-leaves.ts";
import { type ServiceSketch, sketchService } from "./service-sketch.ts";
import type { TunnelType } from "./tunnel.ts";

/**
 * What can be made out of a declaration that may be wrong or unknown anywhere: each leaf that is good by itself,
 * undefined for the others. Rules work on it, so that they speak up together with the problems of shape.
 */
export interface Sketch {
	readonly vip: Ipv4 | undefined;
	/** These three: undefined where what was declared is no object. */
	readonly directors: readonly DirectorSketch[] | undefined;
	readonly realServers: readonly RealServerSketch[] | undefined;
	readonly services: readonly ServiceSketch[] | undefined;
	/** The keys of `tunnel` that have a value, and its type where it is good. */
	readonly tunnel: TunnelSketch;
}

export interface TunnelSketch {
	readonly given: readonly string[];
	readonly type: TunnelType | undefined;
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

export interface RealServerSketch extends HostSketch {
	/** A connection was given, good or not; or what was declared is no object, which is said elsewhere. */
	readonly managed: boolean;
	/** The default where nothing is said; undefined where it is bad or unknown. */
	readonly weight: number | undefined;
}

export function sketch(declaration: unknown): Sketch {
	const { vip, forwarding, directors, realServers, services, ...rest } =
		fields(declaration) ?? {};
	const tunnel = fields(rest.tunnel) ?? {};
	return {
		vip: known(readVip, vip),
		directors: entries("directors", directors, (entry, found) => {
			const link = known(readDirectorAddress, found.address);
			return { ...entry, ...host(entry, found), link, address: link?.address };
		}),
		realServers: entries(
			"realServers",
			realServers,
			(entry, found, isObject) => ({
				...entry,
				...host(entry, found),
				address: known(readRealServerAddress, found.address),
				managed: found.host !== undefined || !isObject,
				weight: known(readWeight, found.weight ?? defaults.weight),
			}),
		),
		services: entries("services", services, (entry, found, isObject) =>
			sketchService({ ...entry, isObject }, found, forwarding),
		),
		tunnel: {
			given: Object.keys(tunnel).filter((key) => tunnel[key] !== undefined),
			type: known(readTunnelType, tunnel.type ?? defaults.tunnelType),
		},
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
	read: (entry: Entry, found: Record<string, unknown>, isObject: boolean) => T,
): T[] | undefined {
	const found = fields(record);
	return found === undefined
		? undefined
		: Object.entries(found).map(([name, value]) =>
				read(
					{ name, path: [key, name] },
					fields(value) ?? {},
					fields(value) !== undefined,
				),
			);
}
