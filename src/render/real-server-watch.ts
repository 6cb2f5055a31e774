import { ownerOf } from "../model/owner.ts";
import { silentSettings } from "../model/silence.ts";
import type { RealServerParts } from "./real-server-parts.ts";
import { watchPart } from "./watch.ts";

/** All settings of a link that a real server may have. */
const linkSettings = [...silentSettings, "rp_filter"];

/** What puts a real server's kernel back when others change it. */
export function realServerWatch({
	cluster,
	realServer,
	unit,
	directory,
	unwraps,
	device,
	routed,
	tables,
	nftables,
}: RealServerParts): ReturnType<typeof watchPart> {
	return watchPart({
		unit,
		program: `${directory}/setkernel`,
		repair: "start",
		owner: ownerOf({ component: cluster.name, role: "real-server" }),
		addresses: [cluster.vip, realServer.address],
		nftables,
		routing: routed ? tables.routing : undefined,
		device: unwraps ? device : undefined,
		receiver: unwraps ? cluster.tunnel.port : undefined,
		// of all devices: only the host knows which are ours
		silent: [`/proc/sys/net/ipv4/conf/*/{${linkSettings.join(",")}}`],
		table: false,
	});
}
