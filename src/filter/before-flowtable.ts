import { byIptables } from "./by-iptables.ts";
import { byNft } from "./by-nft.ts";
import type { Stop } from "./stop.ts";
import type { WayOut } from "./way-out.ts";

/** How answers stay out of a flowtable: a rule before the one that hands them over accepts them. */
export function beforeFlowtable(stop: Stop): WayOut {
	const why =
		"a flowtable forwards what follows of a connection without IPVS, and clients get answers from an address that they did not ask";
	const { table } = stop.place.chain;
	if (/ firewalld$/.test(table))
		return {
			kind: "advice",
			advice:
				"Take the device out of NftablesFlowtable in /etc/firewalld/firewalld.conf (off: none), then firewall-cmd --reload.",
			why,
		};
	return table.startsWith("iptables")
		? byIptables(stop, why)
		: byNft(stop, why);
}
