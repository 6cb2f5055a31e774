import { ipvsDefaults } from "../host/kinds/ipvs-defaults.ts";
import type { DeclaredRules } from "./declare-vip.ts";
import { formatObject } from "./format-object.ts";
import type { LiveSettings } from "./live-settings.ts";
import { aboutSyncs } from "./other-command.ts";
import { placeOf } from "./place-of.ts";
import type { Unread } from "./script/read-script.ts";
import { withTimeouts } from "./with-timeouts.ts";

interface Settled {
	readonly clusters: readonly DeclaredRules[];
	readonly unread: readonly Unread[];
	readonly remarks: readonly Unread[];
}

/**
 * Declares what is set in the kernel besides the rules: of a live director, or by a script. What cannot be declared is told: it is gone at the next boot, when
 * nothing sets it any more.
 *
 * @param settings undefined: nothing is known of it
 */
export function declareSettings(
	clusters: readonly DeclaredRules[],
	settings: LiveSettings | undefined,
): Settled {
	const [first, ...others] = clusters;
	if (first === undefined || settings === undefined)
		return { clusters, unread: [], remarks: [] };
	const { unread, ...timed } = declareTimeouts(
		[first, ...others],
		settings.timeouts,
	);
	// several directors of a cluster do that by themselves
	const isAlone = clusters.every(
		({ directors = {} }) => Object.keys(directors).length < 2,
	);
	return {
		...timed,
		unread: [
			...unread,
			...(isAlone ? settings.syncs : []).map((sync) => ({
				...sync,
				reason: aboutSyncs,
			})),
		],
	};
}

/** Only what differs from the kernel's own values is declared. What a configuration has declared already wins. */
function declareTimeouts(
	clusters: readonly [DeclaredRules, ...DeclaredRules[]],
	live: LiveSettings["timeouts"],
): Settled {
	const configured = clusters[0].ipvs?.timeouts ?? {};
	const changed = Object.entries(live?.seconds ?? {})
		.filter(([name, seconds]) => seconds !== ipvsDefaults[name])
		.map(([name, seconds]) => [name, Number(seconds)] as const);
	const overruled = Object.entries(configured).filter(
		([name, seconds]) =>
			live !== undefined && live.seconds[name] !== `${seconds}`,
	);
	const told = (reason: string) =>
		live === undefined ? [] : [{ ...placeOf(live), reason }];
	const remarks =
		overruled.length === 0
			? []
			: told(
					`the configuration says ${formatObject(Object.fromEntries(overruled))}, and that is declared, not what the kernel has now`,
				);
	const timed =
		changed.length === 0
			? clusters
			: withTimeouts(clusters, {
					...Object.fromEntries(changed),
					...configured,
				});
	return typeof timed === "string"
		? { clusters, unread: told(timed), remarks }
		: { clusters: timed, unread: [], remarks };
}
