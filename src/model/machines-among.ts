import { type MachineNames, machineNames } from "./claim.ts";
import {
	type RealServerSketch,
	type ServiceSketch,
	servesIn,
} from "./cluster-sketch.ts";
import { clusterSchema } from "./schema.ts";
import { sketch } from "./sketch.ts";

/** A real server that a component sets up. */
export interface Machine {
	readonly name: string;
	readonly machine: MachineNames;
}

/** The machines among `realServers` of a component, which may be wrong or unknown anywhere. A real server without `host` is set up by somebody else. */
export function machinesAmong(realServers: unknown): Machine[] {
	return withHost(sketch(clusterSchema, { realServers }).values.realServers);
}

/** The machines that get the clients of a service. */
export interface Serving {
	/** The machines among its real servers. A sorry server is not among them. */
	readonly machines: readonly Machine[];
	/** Where clients reach it by TCP: `172.18.0.70:80`. */
	readonly at: readonly string[];
}

/** Service of a cluster, which may be wrong or unknown anywhere -> the machines that get its clients. */
export function servingOf(declaration: unknown): ReadonlyMap<string, Serving> {
	const {
		vip,
		services = [],
		realServers = [],
	} = sketch(clusterSchema, declaration).values;
	return new Map(
		services.map((service) => [
			service.name,
			{
				machines: withHost(
					realServers.filter(
						(each) => servesIn(service, each) && !isSorry(service, each.name),
					),
				),
				at: [service.values.tcp ?? []].flat().map((port) => `${vip}:${port}`),
			},
		]),
	);
}

/** Whether both are one machine: they have the same name in the declarations, or the same connection. */
export function isSame(one: Machine, other: Machine): boolean {
	return (
		one.name === other.name ||
		one.machine.some((name) => other.machine.includes(name))
	);
}

function isSorry({ values: { sorry } }: ServiceSketch, name: string): boolean {
	return sorry !== undefined && "name" in sorry && sorry.name === name;
}

/** The real servers that have a host. */
export function withHost(
	realServers: readonly RealServerSketch[] = [],
): Machine[] {
	return realServers
		.filter(({ given }) => given.includes("host"))
		.map(({ name, values: { host, address } }) => ({
			name,
			machine: machineNames(host, address),
		}));
}
