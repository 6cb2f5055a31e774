import { wayOfRule } from "../../ipvs/forwarding.ts";
import { type Match, type ServerRule, usualPort } from "../../ipvs/rule.ts";
import { ruleAddress } from "../../model/written-address.ts";
import type { Forwarded } from "./forwarded.ts";

/** A real server as a configuration has it, for any service. */
export interface WrittenServer {
	readonly address: string;
	/** 0: the port of the service. */
	readonly port: number;
	readonly forwarded: Forwarded;
	readonly weight: number;
	readonly upper: number;
	readonly lower: number;
}

/** The rule that is made of a real server: if its port cannot be changed, it has that of the service. */
export function serverRule(
	{ address, port, forwarded, weight, upper, lower }: WrittenServer,
	service: Match,
): ServerRule {
	const usual = usualPort(service);
	return {
		kind: "server",
		service,
		address: ruleAddress(address),
		port: wayOfRule(forwarded).rewrites && port !== 0 ? port : usual,
		...forwarded,
		weight,
		upper,
		lower,
		others: [],
	};
}
