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

/** The commands that change the kernel's table to the wanted rules. */
export interface Difference {
	/** First new services, then new real servers, then edits with all attributes. So a service always has the real servers that it keeps. */
	readonly changes: readonly Command[];
	/** Whether a service changes its scheduler. For a moment it then has none, and the kernel refuses connections. */
	readonly reschedules: boolean;
	/** Real servers that will be deleted, here with weight 0, so that they get no new connections meanwhile. */
	readonly leaving: readonly ServerRule[];
	readonly deletions: readonly Command[];
}

/** @param ours keys of the rules that may be deleted. Other rules of the table belong to others. */
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
			// the kernel deletes the real servers together with their service
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
