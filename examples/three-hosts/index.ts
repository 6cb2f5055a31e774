import { Cluster } from "pulumi-lvs";
import { hosts } from "./hosts.ts";

// A web server runs on rs1 and rs2 already. Clients ask 192.0.2.70; rs2 gets three of five connections.
const web = new Cluster("web", {
	vip: "192.0.2.70",
	forwarding: "dr",
	directors: { lb: { host: hosts.lb, address: "192.0.2.66" } },
	realServers: {
		rs1: { host: hosts.rs1, address: "192.0.2.67", weight: 2 },
		rs2: { host: hosts.rs2, address: "192.0.2.68", weight: 3 },
	},
	services: {
		http: { tcp: 80, scheduler: "wrr" },
		// the web servers speak TLS themselves: the director passes the packets through
		https: { tcp: 443, scheduler: "wrr", persistence: { seconds: 300 } },
	},
});

export const rules = web.rules;
