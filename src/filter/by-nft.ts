import { byNumber } from "./by-number.ts";
import { baseName, portSide, type Stop } from "./stop.ts";
import type { WayOut } from "./way-out.ts";

export function byNft(stop: Stop, why: string): WayOut {
	return {
		kind: "advice",
		advice: `Let them through: ${nftAccept(stop)}. ${keepNft}, before the one that stops them.`,
		why,
	};
}

/** How a rule of nft is kept for the next boot. */
export const keepNft =
	"Write the rule into the file that fills this table too (/etc/nftables.conf)";

/** The command that accepts packets in the chain of the hook before all other rules of it. */
export function nftAccept(stop: Stop): string {
	const { passage, ports, place } = stop;
	const { protocol, from, to } = passage;
	const list = ports.length === 1 ? ` ${ports[0]}` : ` { ${ports.join(", ")} }`;
	const words = [
		...(from === undefined ? [] : [`ip saddr ${from}`]),
		...(to === undefined ? [] : [`ip daddr ${to}`]),
		ports.length > 0
			? `${protocol} ${portSide(passage)}${list}`
			: `meta l4proto ${byNumber(protocol)}`,
		"accept",
	].join(" ");
	const table = place.chain.table.replace(/^table /, "");
	return `nft insert rule ${table} ${baseName(stop)} ${words}`;
}
