import { type Forwarding, forwardings } from "../ipvs/forwarding.ts";
import type { DeclaredRules } from "./declare-vip.ts";

/** The services whose answers come back through the director, and the addresses of their real servers. */
export function routedServices({
	forwarding: usual,
	realServers,
	services,
}: Pick<DeclaredRules, "forwarding" | "realServers" | "services">): {
	readonly name: string;
	readonly servers: readonly string[];
}[] {
	return Object.entries(services).flatMap(([name, service]) => {
		const forwarding = (service.forwarding ?? usual) as Forwarding;
		if (forwardings[forwarding].answers !== "routed") return [];
		const own = (service.realServers ?? {}) as Readonly<
			Record<string, { readonly serves?: boolean }>
		>;
		return [
			{
				name,
				servers: Object.entries(realServers)
					.filter(([server]) => own[server]?.serves !== false)
					.map(([, { address }]) => address),
			},
		];
	});
}
