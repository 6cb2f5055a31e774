import { DeclarationError } from "../../errors.ts";
import {
	becomesActive,
	letIn,
	takeOut,
} from "../../host/operations/failover.ts";
import { didYouMean } from "../../model/nearest.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { onHost } from "../stack/on-host.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { type Found, lookAt } from "../status/look-at.ts";

/** What became of the VIP of one cluster. */
export interface HandedOver {
	readonly cluster: string;
	readonly vip: string;
	/** Who had it; undefined: nobody. */
	readonly from: string | undefined;
	/** Who has it now. */
	readonly to: string;
	/** The director that takes it no more until the end of that is asked for. */
	readonly out?: string;
}

interface Seen {
	readonly host: HostInputs;
	readonly found: Found;
}

/**
 * Hands the VIP over: to a director by name, of each cluster that has it as director, or else to the next one that is ready.
 *
 * @throws DeclarationError where there is no such director, or none that is ready. Nothing was changed then.
 */
export async function handOver(
	stack: OpenStack,
	to: string | undefined,
): Promise<HandedOver[]> {
	const done: HandedOver[] = [];
	for (const cluster of clustersOf(stack, to)) {
		const all = await look(stack, cluster);
		const from = all.find(isActive);
		const target =
			to === undefined
				? all.find((seen) => seen !== from && notReady(seen) === undefined)
				: all.find(({ host }) => host.name === to);
		if (target === undefined) throw nobodyReady(stack, all, from);
		const one = {
			cluster,
			vip: vipOf(target.host),
			from: from?.host.name,
			to: target.host.name,
		};
		done.push(one);
		if (target === from) continue;
		const reason = notReady(target);
		if (reason !== undefined)
			throw wrong(stack, target.host.name, `cannot take it over: ${reason}`);
		// whoever would come before the target stays out meanwhile; the one that has it comes last
		const others = all.filter(
			(seen) =>
				seen !== target &&
				seen.found.unseen === undefined &&
				!seen.found.failover?.found?.takenOut,
		);
		others.sort((a, b) => Number(a === from) - Number(b === from));
		try {
			for (const { host } of others)
				await onHost(host, (session) => takeOut(session, cluster));
			await onHost(target.host, (session) => becomesActive(session, cluster));
		} finally {
			await Promise.all(
				others.map(({ host }) =>
					onHost(host, (session) => letIn(session, cluster)),
				),
			);
		}
	}
	return done;
}

/**
 * Takes a director out of every cluster that has it, so that it stays without the VIP. Where it has the VIP, another director takes over.
 *
 * @throws DeclarationError where no other director is ready. Nothing was changed then.
 */
export async function standBy(
	stack: OpenStack,
	name: string,
): Promise<HandedOver[]> {
	const done: HandedOver[] = [];
	for (const cluster of clustersOf(stack, name)) {
		const all = await look(stack, cluster);
		const from = all.find(isActive);
		const own = all.find(({ host }) => host.name === name);
		if (own === undefined) continue;
		const next = own === from ? undefined : from;
		const ready =
			next ?? all.find((seen) => seen !== own && notReady(seen) === undefined);
		if (ready === undefined) throw nobodyReady(stack, all, own);
		await onHost(own.host, (session) => takeOut(session, cluster));
		await onHost(ready.host, (session) => becomesActive(session, cluster));
		done.push({
			cluster,
			vip: vipOf(own.host),
			from: from?.host.name,
			to: ready.host.name,
			out: name,
		});
	}
	return done;
}

/** Ends `standBy`. The director does not take the VIP from one that has it. @returns the clusters. */
export async function endStandBy(
	stack: OpenStack,
	name: string,
): Promise<string[]> {
	const clusters = clustersOf(stack, name);
	for (const cluster of clusters)
		for (const host of directorsOf(stack, cluster))
			if (host.name === name)
				await onHost(host, (session) => letIn(session, cluster));
	return clusters;
}

/** The clusters with several directors, or those of them that have this one. */
function clustersOf(stack: OpenStack, name: string | undefined): string[] {
	const several = stack.directors.filter(
		({ desired }) => desired.failover !== undefined,
	);
	const clusters = (hosts: readonly HostInputs[]) => [
		...new Set(hosts.map(({ component }) => component)),
	];
	if (several.length === 0)
		throw wrong(
			stack,
			name ?? "directors",
			"no cluster of it has a second director; declare one, and run up",
		);
	if (name === undefined) return clusters(several);
	const found = several.filter((host) => host.name === name);
	const names = [...new Set(several.map((host) => host.name))];
	if (found.length === 0)
		throw wrong(
			stack,
			name,
			`no such director among several${didYouMean(name, names) || `; there are ${names.join(", ")}`}`,
		);
	return clusters(found);
}

function directorsOf({ directors }: OpenStack, cluster: string): HostInputs[] {
	return directors.filter(({ component }) => component === cluster);
}

function look(stack: OpenStack, cluster: string): Promise<Seen[]> {
	return Promise.all(
		directorsOf(stack, cluster).map(async (host) => ({
			host,
			found: await lookAt(host, { counts: false }),
		})),
	);
}

function isActive({ found }: Seen): boolean {
	return found.failover?.hasVip ?? false;
}

/** Why a director should not get the VIP now; undefined: it is ready. */
function notReady({ found, host }: Seen): string | undefined {
	const { unseen, drift, refused, failover } = found;
	if (unseen !== undefined) return unseen;
	if (failover?.found === undefined)
		return `lvs-${host.component}-failover does not run there; run up`;
	if (failover.found.takenOut)
		return `it is taken out; lvsctl standby ${host.name} --end`;
	if (failover.found.role === "fault") return "one of its links is down";
	const differs = [...drift, ...refused];
	return differs.length === 0
		? undefined
		: `it is not as declared (${differs[0]}${differs.length === 1 ? "" : `, and ${differs.length - 1} more`}); run up`;
}

function nobodyReady(
	stack: OpenStack,
	all: readonly Seen[],
	but: Seen | undefined,
): DeclarationError {
	const reasons = all
		.filter((seen) => seen !== but)
		.map((seen) => `${seen.host.name}: ${notReady(seen)}`);
	return wrong(
		stack,
		"directors",
		`no other director is ready to have ${all[0] === undefined ? "the VIP" : vipOf(all[0].host)}, and nothing was changed. ${reasons.join(". ")}`,
	);
}

function vipOf({ desired }: HostInputs): string {
	return desired.vip ?? "the VIP";
}

function wrong(
	{ stack }: OpenStack,
	path: string,
	message: string,
): DeclarationError {
	return new DeclarationError(`stack ${stack.name}`, [{ path, message }]);
}
