import type { NftJson } from "./nft-json.ts";
import { dormant, tableOf } from "./nft-tables.ts";

/** Chains that may stop something, at hooks that are not judged, each as a clause. */
export function blindChains({ nftables }: NftJson): string[] {
	const ruled = new Set(
		nftables.flatMap(({ rule }) =>
			rule === undefined ? [] : [`${tableOf(rule)} ${rule.chain}`],
		),
	);
	const off = dormant(nftables);
	return nftables.flatMap(({ chain }) => {
		if (chain?.hook === undefined || off.has(tableOf(chain))) return [];
		const place = `table ${tableOf(chain)}, chain ${chain.name}`;
		const stops =
			ruled.has(`${tableOf(chain)} ${chain.name}`) || chain.policy === "drop";
		if (!stops) return [];
		if (/gress$/.test(chain.hook))
			return [
				`${place} works on a device before all others (hook ${chain.hook}), and is not judged`,
			];
		const what = frames[chain.family];
		return what === undefined
			? []
			: [`${place} works on ${what}, and is not judged`];
	});
}

/** Families whose chains see frames, before or after there are packets of IPv4. */
const frames: Readonly<Record<string, string>> = {
	arp: "questions and answers of ARP, by which neighbours find this host",
	bridge: "what comes and goes by the ports of bridges",
};
