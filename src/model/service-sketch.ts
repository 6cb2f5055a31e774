import type { Forwarding } from "../ipvs/forwarding.ts";
import { defaults } from "./defaults.ts";
import { fields } from "./fields.ts";
import { known } from "./leaf.ts";
import { readBoolean, readPort, readWeight } from "./leaves.ts";
import { type SchedulerFlag, schedulerFlagNames } from "./scheduler-flags.ts";
import type { Scheduler } from "./schedulers.ts";
import {
	type Ports,
	readForwarding,
	readMark,
	readScheduler,
	readTcpPorts,
	readThreshold,
	readUdpPorts,
} from "./service-leaves.ts";

/** As much of a service as is good. */
export interface ServiceSketch {
	readonly name: string;
	readonly path: readonly string[];
	/** What was declared is an object at all. */
	readonly isObject: boolean;
	/** The keys that have a value, one that is not known yet included. */
	readonly given: readonly string[];
	readonly tcp: Ports | undefined;
	readonly udp: Ports | undefined;
	readonly mark: number | undefined;
	/** That of the cluster where the service says nothing. */
	readonly forwarding: Forwarding | undefined;
	/** The default where nothing is said; undefined where it is bad or unknown. */
	readonly scheduler: Scheduler | undefined;
	readonly flags: readonly SchedulerFlag[];
	readonly onePacket: boolean;
	readonly realServerPort: number | undefined;
	/** The service's own `realServers`. */
	readonly realServers: readonly OverrideSketch[];
}

export interface OverrideSketch {
	readonly name: string;
	readonly path: readonly string[];
	readonly serves: boolean;
	readonly weight: number | undefined;
	readonly upper: number | undefined;
	readonly lower: number | undefined;
}

export function sketchService(
	{ name, path, isObject }: Pick<ServiceSketch, "name" | "path" | "isObject">,
	found: Record<string, unknown>,
	usual: unknown,
): ServiceSketch {
	const flags = Array.isArray(found.flags) ? found.flags : [];
	return {
		name,
		path,
		isObject,
		given: Object.keys(found).filter((key) => found[key] !== undefined),
		tcp: known(readTcpPorts, found.tcp),
		udp: known(readUdpPorts, found.udp),
		mark: known(readMark, found.fwmark),
		forwarding: known(readForwarding, found.forwarding ?? usual),
		scheduler: known(readScheduler, found.scheduler ?? defaults.scheduler),
		flags: schedulerFlagNames.filter((flag) => flags.includes(flag)),
		onePacket: known(readBoolean, found.onePacket) ?? false,
		realServerPort: known(readPort, found.realServerPort),
		realServers: Object.entries(fields(found.realServers) ?? {}).map(
			([name, value]) => {
				const own = fields(value) ?? {};
				return {
					name,
					path: [...path, "realServers", name],
					serves: known(readBoolean, own.serves) ?? true,
					weight: known(readWeight, own.weight),
					upper: known(readThreshold, own.upper),
					lower: known(readThreshold, own.lower),
				};
			},
		),
	};
}
