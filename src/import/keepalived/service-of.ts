import { ipvsadmDefaults } from "../../ipvs/ipvsadm-defaults.ts";
import type { ServiceRule } from "../../ipvs/rule.ts";
import { schedulerFlagNames } from "../../model/scheduler-flags.ts";
import { noIpv6 } from "../undeclarable.ts";
import { type Notes, refuse } from "./notes.ts";
import { wholeNumber } from "./numbers.ts";
import type { Settings } from "./sort-out.ts";

/**
 * @param is.oneConnection whether packets belong to connections, so that none can be scheduled separately
 * @param is.allPorts whether it has all ports of a VIP. For those keepalived always keeps clients with one real server
 */
export function serviceOf(
	settings: Settings,
	is: { readonly oneConnection: boolean; readonly allPorts: boolean },
): Omit<ServiceRule, "match"> | string {
	const engine = settings.last("persistence_engine");
	if (engine !== undefined)
		return `persistence by ${engine.values[0] ?? "content"} cannot be declared, and without it clients would be spread otherwise`;
	if (settings.last("ip_family")?.values[0] === "inet6") return noIpv6;
	const scheduler = settings.last("lb_algo", "lvs_sched")?.values[0];
	const timeout = settings.last("persistence_timeout");
	const granularity = settings.last("persistence_granularity");
	const seconds =
		timeout === undefined
			? granularity === undefined && !is.allPorts
				? 0
				: ipvsadmDefaults.persistentSeconds
			: timeout.values.length === 0
				? ipvsadmDefaults.persistentSeconds
				: wholeNumber(timeout);
	if (typeof seconds === "string") return seconds;
	const mask = granularity?.values[0];
	return {
		kind: "service",
		scheduler: scheduler ?? ipvsadmDefaults.scheduler,
		persistence:
			// keepalived takes 0 as no persistence, but a mask needs persistence
			seconds === 0 && mask === undefined && !is.allPorts
				? undefined
				: {
						seconds:
							seconds === 0 ? ipvsadmDefaults.persistentSeconds : seconds,
						mask: mask === ipvsadmDefaults.mask ? undefined : mask,
					},
		onePacket: settings.last("ops") !== undefined && !is.oneConnection,
		flags: flagsOf(settings, scheduler),
		others: [],
	};
}

function flagsOf(settings: Settings, scheduler = ""): string[] {
	const found = settings
		.all(...schedulerFlagNames, "flag-1", "flag-2")
		.map(({ keyword }) =>
			keyword === "flag-1"
				? `${scheduler}-fallback`
				: keyword === "flag-2"
					? `${scheduler}-port`
					: keyword,
		);
	return schedulerFlagNames
		.filter((flag) => flag.startsWith(scheduler) && found.includes(flag))
		.sort();
}

/** keepalived only takes flags of the scheduler that is named before them. */
export function flagsUnread(settings: Settings, notes: Notes): void {
	const scheduler = settings.last("lb_algo", "lvs_sched")?.values[0] ?? "";
	for (const flag of settings.all(
		...schedulerFlagNames,
		"flag-1",
		"flag-2",
		"flag-3",
	))
		if (
			!(flag.keyword.startsWith("flag-")
				? flag.keyword !== "flag-3" && /^[sm]h$/.test(scheduler)
				: flag.keyword.startsWith(`${scheduler}-`))
		)
			refuse(
				notes,
				flag,
				`it is no flag of the scheduler ${scheduler || ipvsadmDefaults.scheduler}, so it does nothing; leave it out`,
			);
}
