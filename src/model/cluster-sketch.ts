import type { Forwarding } from "../ipvs/forwarding.ts";
import type { HostSchema } from "./host-schema.ts";
import type { clusterSchema } from "./schema.ts";
import type { EntrySketch, ObjectSketch, Sketch } from "./sketch.ts";

type Shape = (typeof clusterSchema)["shape"];

export type ClusterSketch = ObjectSketch<Shape>;
export type RealServerSketch = EntrySketch<Shape["realServers"]["valueType"]>;
export type ServiceSketch = EntrySketch<Shape["services"]["valueType"]>;
export type ConnectionSketch = NonNullable<Sketch<HostSchema>>;

/** How a service is forwarded: by its own `forwarding`, else by that of the cluster. Undefined if that value is bad or unknown. */
export function declaredForwarding(
	cluster: ClusterSketch,
	service: ServiceSketch,
): Forwarding | undefined {
	return service.given.includes("forwarding")
		? service.values.forwarding
		: cluster.values.forwarding;
}

/** What a service declares about one of its real servers. */
export function ownOf({ values }: ServiceSketch, realServer: string) {
	return values.realServers?.find(({ name }) => name === realServer);
}

/** A value of the service for this real server decides, also if it is bad or not known yet. */
export function servesIn(
	service: ServiceSketch,
	{ name }: RealServerSketch,
): boolean {
	const own = ownOf(service, name);
	return own?.given.includes("serves") ? own.values.serves === true : true;
}

/** Undefined where it is bad or not known yet. */
export function weightIn(
	service: ServiceSketch,
	{ name, values }: RealServerSketch,
): number | undefined {
	const own = ownOf(service, name);
	return own?.given.includes("weight") ? own.values.weight : values.weight;
}

export type CheckSketch = NonNullable<ServiceSketch["values"]["check"]>;

/** Each check with its service: the check of all its real servers, and the checks of single ones. */
export function checksOf({
	values: { services = [] },
}: ClusterSketch): (readonly [CheckSketch, ServiceSketch])[] {
	return services.flatMap((service) => {
		const { check, realServers = [] } = service.values;
		return [check, ...realServers.map(({ values }) => values.check)].flatMap(
			(each) => (each === undefined ? [] : [[each, service] as const]),
		);
	});
}
