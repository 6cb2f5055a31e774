import { createHash } from "node:crypto";
import type { Check, Service, ServiceServer } from "./cluster.ts";
import { portToAsk } from "./port-to-ask.ts";

/** A real server at one place, asked in one way. Services that want the same are told by the same check. */
export interface AskedPlace {
	/** `172.18.0.67:80/dr/http`. */
	readonly place: string;
	/** A word that changes with what is asked there. */
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

/** The port of a real server that a check asks. By the clients' way it is that of the check, which IPVS may change. */
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
