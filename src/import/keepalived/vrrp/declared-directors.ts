import { contains, parseIpv4 } from "../../../model/address.ts";
import type { DeclaredRules } from "../../declare-vip.ts";
import type { FoundDirector } from "./directors-of.ts";
import type { VrrpInstance } from "./read-instance.ts";
import type { VirtualAddress } from "./virtual-addresses.ts";

/**
 * Directors as a declaration has them, all with the link that has the VIP on the director of the file.
 *
 * @param known whether their addresses are declared
 */
export function declaredDirectors(
	vip: string | undefined,
	{ addresses }: VrrpInstance,
	directors: readonly FoundDirector[],
	known: boolean,
): NonNullable<DeclaredRules["directors"]> {
	const link = addresses.find(({ address }) => address === vip)?.link;
	return Object.fromEntries(
		directors.map(({ name, address }) => [
			name,
			{
				...(address === undefined || !known
					? {}
					: { address: withPrefix(address, addresses) }),
				...(link === undefined ? {} : { interface: link }),
			},
		]),
	);
}

/** An address with the prefix of a virtual address on its link, if one has one. */
function withPrefix(
	text: string,
	addresses: readonly VirtualAddress[],
): string {
	const own = parseIpv4(text);
	const link = addresses.find(({ address, prefixLength = 32 }) => {
		const base = parseIpv4(address);
		return (
			own !== undefined &&
			base !== undefined &&
			prefixLength < 32 &&
			contains({ address: base, prefixLength }, own)
		);
	});
	return link === undefined ? text : `${text}/${link.prefixLength}`;
}
