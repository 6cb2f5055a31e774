import type { Evidence } from "./evidence.ts";

/** Where a packet is when the kernel drops it for a reason. */
type Place = "sending" | "coming in" | "sending on" | "at the socket";

interface Reason {
	readonly at: readonly Place[];
	readonly words: string;
	readonly wayOut: string;
}

const ipsec: Reason = {
	at: ["sending", "sending on", "at the socket"],
	words: "a policy of IPsec wants it in another way",
	wayOut: "There: ip xfrm policy. Take the service's packets out of it.",
};

const checksum: Reason = {
	at: ["at the socket"],
	words: "its checksum is wrong",
	wayOut:
		"A card, a driver or a virtual switch on the way spoils it: switch its offloading off (ethtool -K LINK tx off) on the sender, and look whether it goes.",
};

/** Reasons of the kernel that no rule of a filter stands behind, so that no trace shows them (include/net/dropreason-core.h). */
const reasons: Readonly<Record<string, Reason>> = {
	NEIGH_CREATEFAIL: {
		at: ["sending"],
		words: "its table of neighbours is full",
		wayOut:
			"Raise net.ipv4.neigh.default.gc_thresh3 there (and gc_thresh1, gc_thresh2), in the files of /etc/sysctl.d too; ip -s neigh shows who fills it.",
	},
	NEIGH_QUEUEFULL: {
		at: ["sending"],
		words: "too many packets wait for the answer to its ARP",
		wayOut: "Look at the link: ip neigh shows what does not answer.",
	},
	SOCKET_FILTER: {
		at: ["at the socket"],
		words:
			"a filter of the program's socket or unit refuses it, as IPAddressDeny= of systemd does",
		wayOut:
			"There: systemctl show -p IPAddressDeny,IPAddressAllow UNIT. Let the unit take packets of the clients.",
	},
	XFRM_POLICY: ipsec,
	IP_CSUM: { ...checksum, at: ["coming in"] },
	TCP_CSUM: checksum,
	UDP_CSUM: checksum,
};

/**
 * Why the kernel drops packets of a host at a place. It counts packets of anybody, so this is only asked where one of ours ended there. Undefined: nothing was
 * counted there, or it cannot say.
 */
export function kernelDrop(
	{ drops }: Evidence,
	place: Place,
): Pick<Reason, "words" | "wayOut"> | undefined {
	for (const [name, { at, words, wayOut }] of Object.entries(reasons)) {
		const count = drops?.[name] ?? 0;
		if (count > 0 && at.includes(place))
			return {
				words: `${words} (the kernel counted ${name} ${count})`,
				wayOut,
			};
	}
	return undefined;
}
