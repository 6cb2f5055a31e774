import type { Survey } from "../../host/operations/survey.ts";
import {
	contains,
	formatNetwork,
	type LinkAddress,
	parseIpv4,
} from "../../model/address.ts";
import { UsageError } from "../usage-error.ts";

/**
 * The address of a host towards the others: the named one, else the one on the VIP's link, else the only one.
 *
 * @throws UsageError if it must be named
 */
export function chooseAddress(
	name: string,
	{ addresses }: Pick<Survey, "addresses">,
	{ vip, named }: { readonly vip: string; readonly named?: string | undefined },
): LinkAddress {
	const all = addresses.map(formatAddress).join(", ") || "none";
	if (named !== undefined) {
		const found = addresses.find(({ address }) => address === named);
		if (found !== undefined) return found;
		throw new UsageError(
			`--address ${name}=${named}: the host has no such address; it has ${all}`,
		);
	}
	const target = parseIpv4(vip);
	// a host has the VIP itself if it was in a cluster before
	const own = addresses.filter(
		({ address, prefixLength }) => address !== vip && prefixLength < 32,
	);
	const onLink = own.filter(
		(each) => target !== undefined && contains(each, target),
	);
	const [chosen, second] = onLink.length > 0 ? onLink : own;
	if (chosen !== undefined && second === undefined) return chosen;
	throw new UsageError(
		`${name}: ${onLink.length > 1 ? `several addresses on the link of the VIP, ${formatNetwork(onLink[0] as LinkAddress)}` : `no address on the link of the VIP ${vip}`}; it has ${all}\n  say which one the others reach it by: --address ${name}=ADDRESS`,
	);
}

/** With the prefix of its link: `192.0.2.66/24`. */
export function formatAddress({ address, prefixLength }: LinkAddress): string {
	return `${address}/${prefixLength}`;
}

/** Host -> its address towards the others, as `--address NAME=ADDRESS` says it. */
export function readAddresses(
	words: readonly string[],
): Record<string, string> {
	return Object.fromEntries(
		words.map((word) => {
			const [, name = "", address = ""] =
				/^([^=]+)=(\d+\.\d+\.\d+\.\d+)$/.exec(word) ?? [];
			if (name === "")
				throw new UsageError(`--address ${word}: it is written NAME=ADDRESS`);
			return [name, address];
		}),
	);
}
