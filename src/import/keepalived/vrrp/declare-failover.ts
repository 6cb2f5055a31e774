import { clusterDoor } from "../../../model/cluster-door.ts";
import { defaults } from "../../../model/defaults.ts";
import type { FailoverCheckDeclaration } from "../../../model/failover-declaration.ts";
import type { DeclaredFailover, DeclaredRules } from "../../declare-vip.ts";
import { filledIn } from "../../filled-in.ts";
import { placeOf } from "../../place-of.ts";
import type { ReadPart } from "../../read-rules.ts";
import type { Unread } from "../../script/read-script.ts";
import { declaredDirectors } from "./declared-directors.ts";
import type { FoundDirector } from "./directors-of.ts";
import type { VrrpInstance } from "./read-instance.ts";
import type { VirtualAddress } from "./virtual-addresses.ts";

/** A cluster with its directors. Parts that the model's check refuses are left out, and reported. */
export interface WithFailover {
	readonly cluster: DeclaredRules;
	readonly unread: readonly Unread[];
	readonly remarks: readonly Unread[];
}

/**
 * Gives a cluster the directors of a `vrrp_instance`, which has its VIP.
 *
 * @param directors in their order, at least two
 * @param options.gateway the address to which real servers send answers by NAT, if it is known
 * @param options.others addresses that move with the VIP
 * @param options.ownsId whether the number of the instance is free for this cluster
 */
export function declareFailover(
	cluster: DeclaredRules,
	instance: VrrpInstance,
	directors: readonly FoundDirector[],
	options: {
		readonly gateway: VirtualAddress | undefined;
		readonly others: readonly VirtualAddress[];
		readonly ownsId: boolean;
	},
): WithFailover {
	const parts = partsOf(instance, options);
	const unread: Unread[] = [];
	const remarks: Unread[] = [];
	const serves = servesToo(cluster, instance);
	if (serves !== undefined) unread.push(serves);
	let knowsAddresses = serves === undefined;
	for (;;) {
		const candidate: DeclaredRules = {
			...cluster,
			directors: declaredDirectors(
				cluster.vip,
				instance,
				directors,
				knowsAddresses,
			),
			failover: failoverIn(parts),
		};
		const [problem] = clusterDoor.check("web", filledIn(knownFirst(candidate)));
		if (problem === undefined) {
			remarks.push(...withoutPrefix(candidate, instance));
			return { cluster: candidate, unread, remarks };
		}
		const name = partNames.find((each) =>
			`${problem.path}.`.replaceAll("[", ".").startsWith(`failover.${each}.`),
		);
		const part = name && parts[name];
		if (name !== undefined && part !== undefined) {
			unread.push({ ...placeOf(part), reason: problem.message });
			parts[name] = undefined;
		} else if (knowsAddresses) {
			knowsAddresses = false;
			remarks.push({
				...placeOf(instance.source ?? instance.peers[0] ?? instance),
				reason: `directors are declared with their addresses towards the real servers, and send adverts there: fill them in, as this one does not fit: ${problem.message.replace(/;.*$/s, "")}`,
			});
		} else {
			const reason = `${problem.path}: ${problem.message}`;
			unread.push({ ...placeOf(instance), reason });
			return { cluster, unread, remarks };
		}
	}
}

/** The link of a cluster is that of its first director: one whose address is known. */
function knownFirst(cluster: DeclaredRules): DeclaredRules {
	const all = Object.entries(cluster.directors ?? {});
	const isKnown = ([, { address }]: (typeof all)[number]) =>
		address !== undefined;
	return {
		...cluster,
		directors: Object.fromEntries([
			...all.filter(isKnown),
			...all.filter((each) => !isKnown(each)),
		]),
	};
}

function withoutPrefix(
	{ directors = {} }: DeclaredRules,
	{ source, peers }: VrrpInstance,
): Unread[] {
	const place = source ?? peers[0];
	const bare = Object.values(directors).some(
		({ address = "/" }) => !address.includes("/"),
	);
	return place === undefined || !bare
		? []
		: [
				{
					...placeOf(place),
					reason:
						"directors are declared on a link of /24; where it is another, write their addresses with its prefix",
				},
			];
}

/** A part of a failover, with its line. */
type Part =
	| ReadPart<number | string | readonly string[] | FailoverCheckDeclaration>
	| undefined;

type Parts = Record<(typeof partNames)[number], Part>;

function partsOf(
	{ routerId, advertSeconds, preemptSeconds, check }: VrrpInstance,
	{ gateway, others, ownsId }: Parameters<typeof declareFailover>[3],
): Parts {
	const [first] = others;
	const isUsual = advertSeconds?.value === defaults.advertSeconds;
	return {
		advertSeconds: isUsual ? undefined : advertSeconds,
		routerId: ownsId ? routerId : undefined,
		preemptSeconds,
		check,
		gateway: gateway && { ...placeOf(gateway), value: gateway.address },
		addresses: first && {
			...placeOf(first),
			value: others.map(({ address }) => address),
		},
	};
}

/** A director that is a real server too. */
function servesToo(
	{ realServers }: DeclaredRules,
	{ source, peers }: VrrpInstance,
): Unread | undefined {
	const servers = Object.values(realServers).map(({ address }) => address);
	const both = [...(source === undefined ? [] : [source]), ...peers].find(
		({ value }) => servers.includes(value),
	);
	return (
		both && {
			...placeOf(both),
			reason: `${both.value} is a real server too, and a director that serves too cannot be declared; fill in another machine`,
		}
	);
}

const partNames = [
	"advertSeconds",
	"routerId",
	"preemptSeconds",
	"check",
	"gateway",
	"addresses",
] as const;

function failoverIn(parts: Parts): DeclaredFailover {
	return Object.fromEntries(
		partNames.flatMap((name) => {
			const part = parts[name];
			return part === undefined ? [] : [[name, part.value]];
		}),
	);
}
