import { ipvsadmDefaults } from "../../ipvs/ipvsadm-defaults.ts";
import type { ServiceRule } from "../../ipvs/rule.ts";
import { schedulerFlagNames } from "../../model/scheduler-flags.ts";
import { type Notes, refuse } from "../configuration/notes.ts";
import { noIpv6 } from "../undeclarable.ts";
import { wholeNumber } from "./numbers.ts";
import type { Settings } from "./sort-out.ts";
import type { Statement } from "./statement.ts";

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
	const found = flagsIn(settings)
		.filter(({ why }) => why === undefined)
		.map(({ flag: { keyword } }) =>
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

export function flagsUnread(settings: Settings, notes: Notes): void {
	for (const { flag, why } of flagsIn(settings))
		if (why !== undefined) refuse(notes, flag, why);
}

const schedulerWords = ["lb_algo", "lvs_sched"];

/** The flags that are written, and why one does nothing. keepalived only takes flags of the scheduler that is named before them. */
function flagsIn(
	settings: Settings,
): { readonly flag: Statement; readonly why: string | undefined }[] {
	const last = settings.last(...schedulerWords)?.values[0] ?? "";
	let before = "";
	return settings
		.all(
			...schedulerWords,
			...schedulerFlagNames,
			...["flag-1", "flag-2", "flag-3"],
		)
		.flatMap((flag) => {
			if (schedulerWords.includes(flag.keyword)) {
				before = flag.values[0] ?? "";
				return [];
			}
			return [{ flag, why: whyNoFlag(flag.keyword, last, before) }];
		});
}

function whyNoFlag(
	flag: string,
	scheduler: string,
	before: string,
): string | undefined {
	const isNumbered = flag.startsWith("flag-");
	const isOwn = isNumbered
		? flag !== "flag-3" && /^[sm]h$/.test(scheduler)
		: flag.startsWith(`${scheduler}-`);
	if (!isOwn)
		return `it is no flag of the scheduler ${scheduler || ipvsadmDefaults.scheduler}, so it does nothing; leave it out`;
	return isNumbered || flag.startsWith(`${before}-`)
		? undefined
		: `it stands above the line of its scheduler, where keepalived does not read it, and it is not declared; write it below, or leave it out`;
}
