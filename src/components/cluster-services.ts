import { type Serving, servingOf } from "../model/machines-among.ts";
import { knownPart } from "./inputs.ts";

type Services = ReadonlyMap<string, Serving>;

const services = new WeakMap<object, Services>();

/** Notes for smoke tests which machines get the clients of each service of a cluster. */
export function noteServices(cluster: object, args: object): void {
	services.set(cluster, servingOf(knownPart(args)));
}

/** Undefined: it is not a cluster, or another copy of the package made it. */
export function servicesOf(cluster: unknown): Services | undefined {
	return typeof cluster === "object" && cluster !== null
		? services.get(cluster)
		: undefined;
}
