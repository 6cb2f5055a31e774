import type { ReadService } from "./read-rules.ts";

/** Why a declaration cannot say what a service is; undefined where it can. */
export function whyNot(service: ReadService): string | undefined {
	const { servers } = service;
	if (servers.length === 0) return "it has no real server";
	if (new Set(servers.map(({ method }) => method)).size > 1)
		return "its real servers are forwarded to in several ways";
	if (new Set(servers.map(({ port }) => port)).size > 1)
		return "its real servers have several ports";
	if (new Set(servers.map(({ address }) => address.text)).size < servers.length)
		return "a real server is named twice";
	return undefined;
}
