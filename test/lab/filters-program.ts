/** A program whose cluster needs most of what filters stop: direct routing, NAT, and marks. `options`: more of the cluster. */
export const filtersProgram = (options = "") => `
import { Cluster } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: { lb: { host: machines.lb, address: "172.18.0.66" } },
	realServers: {
		rs1: { host: machines.rs1, address: "172.18.0.67" },
		rs2: { host: machines.rs2, address: "172.18.0.68" },
	},
	services: {
		dr: { tcp: 80, scheduler: "rr" },
		nat: { tcp: 8080, scheduler: "rr", forwarding: "nat" },
		marked: { fwmark: 5, tcp: [81, 82], scheduler: "rr", forwarding: "nat" },
	},
	page: { ports: [80, 81, 82, 8080] },
	${options}
});
`;
