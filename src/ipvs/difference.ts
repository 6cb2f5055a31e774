import type { Command } from "./command.ts";
import {
	matchOf,
	type Rule,
	type ServerRule,
	sameAttributes,
	serviceKey,
	type Table,
} from "./rule.ts";
import { keepsDrained } from "./schedulers.ts";

/** What brings the kernel's table to the wanted rules. */
export interface Difference {
	/** New services, new servers, edits with the full attributes: a service is never without the servers it keeps. */
	readonly changes: readonly Command[];
	/** A service gets another scheduler: for a moment it has none, and the kernel refuses connections. */
	readonly reschedules: boolean;
	/** Real servers that are to go, with weight 0, which lets no new connection come to them. */
	readonly leaving: readonly ServerRule[];
	readonly deletions: readonly Command[];
}

/** @param ours keys of the rules that may be deleted: the rest of the table belongs to others. */
export function difference(
	wanted: Table,
	live: Table,
	ours: readonly string[],
): Difference {
	const missing = [...wanted].flatMap(([key, rule]) =>
		live.has(key) ? [] : [rule],
	);
	const different = [...wanted].flatMap(([key, rule]) => {
		const found = live.get(key);
		return found === undefined || sameAttributes(found, rule)
			? []
			: [{ rule, found }];
	});
	const gone = ours.flatMap((key) => {
		const found = live.get(key);
		return found === undefined || wanted.has(key) ? [] : [found];
	});
	const goneServices = new Set(gone.filter(isService).map(keyOfService));
	const edited = different.map(({ rule }) => rule);
	return {
		changes: [
			...commands("add", missing.filter(isService)),
			...commands("add", missing.filter(isServer)),
			...commands("edit", edited.filter(isServer)),
			...commands("edit", edited.filter(isService)),
		],
		reschedules: different.some(
			({ rule, found }) =>
				rule.kind === "service" &&
				found.kind === "service" &&
				rule.scheduler !== found.scheduler,
		),
		leaving: gone.filter(isServer).flatMap((server) => {
			const key = keyOfService(server);
			const service = wanted.get(key) ?? live.get(key);
			return service?.kind === "service" && keepsDrained(service)
				? [{ ...server, weight: 0 }]
				: [];
		}),
		deletions: [
			// deleting a service deletes its servers
			...commands(
				"delete",
				gone
					.filter(isServer)
					.filter((server) => !goneServices.has(keyOfService(server))),
			),
			...commands("delete", gone.filter(isService)),
		],
	};
}

function commands(verb: Command["verb"], rules: readonly Rule[]): Command[] {
	return rules.map((rule) => ({ verb, rule }));
}

function isServer(rule: Rule): rule is ServerRule {
	return rule.kind === "server";
}

function isService(rule: Rule): boolean {
	return rule.kind === "service";
}

function keyOfService(rule: Rule): string {
	return serviceKey(matchOf(rule));
}
