import { unknown } from "../model/unknown.ts";
import type { DeclaredRules } from "./declare-vip.ts";
import { lacksGateway } from "./lacks-gateway.ts";
import { withStandIns } from "./with-stand-ins.ts";

/** A declaration for the check of the model: unknown values count as right. */
export function filledIn(declared: DeclaredRules): object {
	const { directors = { lb: {} }, failover, realServers, services } = declared;
	return {
		...declared,
		vip: declared.vip ?? unknown,
		directors: mapped(directors, (director) => ({
			host: unknown,
			address: unknown,
			...director,
		})),
		...(failover === undefined || !lacksGateway(declared)
			? {}
			: { failover: { ...failover, gateway: unknown } }),
		realServers: mapped(realServers, (server) => ({
			...server,
			host: unknown,
		})),
		services: withStandIns(services),
	};
}

function mapped<Value extends object>(
	record: Readonly<Record<string, Value>>,
	change: (value: Value) => object,
): object {
	return Object.fromEntries(
		Object.entries(record).map(([name, value]) => [name, change(value)]),
	);
}
