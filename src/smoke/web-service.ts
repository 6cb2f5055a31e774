import { DeclarationError } from "../errors.ts";
import type { Cluster, Service } from "../model/cluster.ts";
import { urlsOf } from "./ask.ts";

/** A service that answers by HTTP. */
export interface WebService {
	readonly service: Service;
	readonly urls: readonly string[];
	/** Makes an error of the check. `path` is the wrong place in its declaration. */
	wrong(path: string, message: string): DeclarationError;
}

/** @throws DeclarationError where there is no such service, it is UDP, or `requests` is below 1. */
export function webService(
	check: string,
	declared: { readonly service: string; readonly requests: number },
	cluster: Cluster,
): WebService {
	const wrong = (path: string, message: string) =>
		new DeclarationError(`${check} of cluster ${cluster.name}`, [
			{ path, message },
		]);
	if (!Number.isInteger(declared.requests) || declared.requests < 1)
		throw wrong("requests", "write a whole number, 1 or more");
	const service = cluster.services.find(
		({ name }) => name === declared.service,
	);
	if (service === undefined)
		throw wrong(
			"service",
			`no service ${JSON.stringify(declared.service)}; the cluster has ${cluster.services.map(({ name }) => name).join(", ")}`,
		);
	const urls = urlsOf(cluster, service);
	if (urls.length === 0)
		throw wrong(
			"service",
			`${service.name} is UDP, but this check asks by HTTP`,
		);
	return { service, urls, wrong };
}
