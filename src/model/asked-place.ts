import { createHash } from "node:crypto";
import type { Check, Service, ServiceServer } from "./cluster.ts";
import { portToAsk } from "./port-to-ask.ts";

/** A real server at one place, asked in one way. Services that want the same share the result of one check. */
export interface AskedPlace {
	/** `172.18.0.67:80/dr/http`. */
	readonly place: string;
	/** A word that changes whenever the question does. */
	readonly definition: string;
	/** The real server's own port that is asked. */
	readonly port: number;
}

export function askedPlace(
	service: Service,
	server: Pick<ServiceServer, "address" | "port">,
	check: Check,
	forwarding: Service["forwarding"] = service.forwarding,
): AskedPlace {
	const asking = portAsked(service, check, server);
	const { port: _, slowStartSeconds, tell, ...asked } = check;
	return {
		place: `${server.address}:${asking}/${forwarding}/${check.asks.kind}`,
		definition: hash({ asked, forwarding }),
		port: asking,
	};
}

/**
 * The port of a real server that a check reaches: the port of the check. If that is the port of the service, and IPVS translates it, it is the translated port.
 */
export function portAsked(
	service: Service,
	check: Check,
	server: Pick<ServiceServer, "port">,
): number {
	return server.port === "as asked" ||
		check.port !== portToAsk(service.match, check.asks.kind)
		? check.port
		: server.port;
}

function hash(of: unknown): string {
	return createHash("sha256")
		.update(JSON.stringify(of))
		.digest("hex")
		.slice(0, 8);
}
