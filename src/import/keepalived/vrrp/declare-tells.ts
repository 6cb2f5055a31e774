import type { DeclaredRules } from "../../declare-vip.ts";
import { clusterName } from "../../format-declaration.ts";
import { placeOf } from "../../place-of.ts";
import type { Unread } from "../../script/read-script.ts";
import type { Agreed } from "./instances-of.ts";
import type { Hook } from "./read-hooks.ts";
import { tellOf } from "./tell-of.ts";

/**
 * Gives clusters the program that is called when the VIP moves, instead of those that keepalived runs. If a script must be written, its text is shown, and
 * clusters with the same text share it.
 *
 * @param clusters as declareFailovers has made them of `agreed`
 * @param hooks all programs of the configuration
 */
export function declareTells(
	clusters: readonly DeclaredRules[],
	agreed: readonly Agreed[],
	hooks: readonly Hook[],
): {
	readonly clusters: readonly DeclaredRules[];
	readonly unread: readonly Unread[];
	readonly remarks: readonly Unread[];
} {
	const remarks: Unread[] = [];
	/** A key of what the programs do -> the program. */
	const programs = new Map<string, string>();
	/** Hook -> the VIPs of the clusters to which it belongs. */
	const vips = new Map<Hook, string[]>();
	const told = clusters.map((cluster, index): DeclaredRules => {
		const own = agreed[index]?.instance?.hooks ?? [];
		const [first] = own;
		if (cluster.failover === undefined || first === undefined) return cluster;
		for (const hook of own)
			vips.set(hook, [...(vips.get(hook) ?? []), cluster.vip ?? ""]);
		const { program, words } = tellOf(
			own,
			`/usr/local/sbin/lvs-tell-${clusterName(index)}`,
		);
		const key = JSON.stringify(own.map(({ commands }) => commands));
		if (!programs.has(key)) remarks.push({ ...placeOf(first), reason: words });
		const tell = programs.get(key) ?? program;
		programs.set(key, tell);
		return { ...cluster, failover: { ...cluster.failover, tell } };
	});
	for (const [hook, all] of vips)
		if (all.length > 1)
			remarks.push({
				...placeOf(hook),
				reason: `it is called for each of ${all.join(", ")}, as each moves by itself, and by keepalived once for all`,
			});
	return {
		clusters: told,
		remarks,
		unread: hooks
			.filter((hook) => !vips.has(hook))
			.map((hook) => ({ ...placeOf(hook), reason: nothingMoves(hook) })),
	};
}

function nothingMoves({ owner }: Hook): string {
	return `no VIP of a declaration moves by this ${owner.kind === "GROUP" ? "vrrp_sync_group" : "vrrp_instance"}, so there is nothing to tell its program`;
}
