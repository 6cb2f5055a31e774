import type { Imported } from "../../import/declare-rules.ts";
import type { DeclaredRules } from "../../import/declare-vip.ts";
import { forwardings } from "../../ipvs/forwarding.ts";
import type { HostConnection } from "../../model/host.ts";
import { inHome } from "../../ssh/in-home.ts";
import { declareGiven } from "../import/declare-given.ts";
import { findIncluded } from "../import/find-included.ts";
import { type Given, givenRules } from "../import/given-rules.ts";
import { toldOf } from "../import/told-of.ts";
import { UsageError } from "../usage-error.ts";
import { isDirector } from "./flags.ts";
import { hostWith, type LookedAt } from "./look-at-hosts.ts";
import type { NamedHost } from "./named-host.ts";

/** Existing rules that the new project takes over. */
export interface TakenOver {
	/** Real servers on which something must be set up, and at which we have not looked. */
	unreached(
		seen: readonly LookedAt[],
		usual: Partial<HostConnection>,
	): NamedHost[];
	/** The clusters, with each real server under the name of its host. */
	clusters(seen: readonly LookedAt[]): DeclaredRules[];
}

/**
 * The rules that `--from` names, of a director or of standard input. Those of a file were read before.
 *
 * @param options.file the clusters from the rules in the file, if `--from` names one
 * @throws UsageError where there are none
 */
export async function takenOver(
	from: string,
	options: {
		readonly file: Imported | undefined;
		readonly director: HostConnection;
		readonly markVip: string | undefined;
		readonly say: (line: string) => void;
	},
): Promise<TakenOver> {
	const { say, director, markVip } = options;
	const { clusters, unread, remarks } =
		options.file ??
		declareFrom(from, await givenBy(from, director, say), markVip);
	for (const line of remarks) say(`  ${toldOf(line, from)}`);
	for (const line of unread) say(`  not taken over: ${toldOf(line, from)}`);
	return {
		unreached(seen, usual) {
			const names = new Set(seen.map(({ name }) => name));
			const wanted = new Map<string, string>();
			for (const { forwarding, realServers } of clusters)
				if (!forwardings[forwarding].rewrites)
					for (const [name, { address }] of Object.entries(realServers))
						if (hostWith(address, seen) === undefined && !wanted.has(address))
							wanted.set(address, freeName(name, names));
			return [...wanted].map(([address, name]) => ({
				name,
				connection: { ...usual, address },
			}));
		},
		clusters: (seen) => clusters.map((cluster) => renamed(cluster, seen)),
	};
}

/** The clusters from the rules of `--from`. @throws UsageError if there are none */
export function declareFrom(
	from: string,
	given: Given,
	markVip: string | undefined,
): Imported {
	const imported = declareGiven(given, `--from ${from}`, {
		piped: from === "-",
		markVip,
		oneDirector: true,
		find: from === "-" ? undefined : findIncluded(inHome(from)),
	});
	if (imported.clusters.some(({ vip }) => vip === undefined))
		throw new UsageError(
			`--from ${from}: its services are marks, and it does not say to which VIP packets with them go: name it with --vip ADDRESS`,
		);
	if (imported.clusters.length > 0) return imported;
	throw new UsageError(
		[
			`--from ${from}: none of its rules can be declared`,
			...imported.unread.map((line) => `  ${toldOf(line, from)}`),
		].join("\n"),
	);
}

async function givenBy(
	from: string,
	director: HostConnection,
	say: (line: string) => void,
): Promise<Given> {
	if (!isDirector(from)) return givenRules(from, {});
	const { readDirector } = await import("../../import/read-director.ts");
	const { rules, remarks, configuration } = await readDirector(director);
	for (const line of remarks) say(`  ${line}`);
	return { kind: "director", rules, configuration };
}

function freeName(name: string, taken: Set<string>): string {
	let free = name;
	for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
	taken.add(free);
	return free;
}

function renamed(
	cluster: DeclaredRules,
	seen: readonly LookedAt[],
): DeclaredRules {
	const names = new Map(
		Object.entries(cluster.realServers).map(([name, { address }]) => [
			name,
			hostWith(address, seen)?.name ?? name,
		]),
	);
	const rename = <Value>(record: Readonly<Record<string, Value>>) =>
		Object.fromEntries(
			Object.entries(record).map(([name, value]) => [
				names.get(name) ?? name,
				value,
			]),
		);
	return {
		...cluster,
		realServers: rename(cluster.realServers),
		services: Object.fromEntries(
			Object.entries(cluster.services).map(([name, service]) => [
				name,
				service.realServers === undefined
					? service
					: {
							...service,
							realServers: rename(
								service.realServers as object as Record<string, unknown>,
							),
						},
			]),
		),
	};
}
