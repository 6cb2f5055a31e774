import { type Broken, filter, learned } from "./broken.ts";

const nat = "-t 172.18.0.70:8080";
const sh = "-t 172.18.0.70:8081";
const http = "-t 172.18.0.70:80";

/** Broken layouts with two directors, on the machines of labs/13-failover; lb1 is the active one. */
export const brokenPair: readonly Broken[] = [
	{
		name: "sound-pair",
		layout: "two directors, nat",
		service: nat,
		breakage: "none",
		break: {},
		mend: {},
		says: /every hop good/,
	},
	{
		name: "sound-pair-sh",
		layout: "two directors, nat",
		service: sh,
		breakage: "none, and one real server gets no probe",
		break: { lb1: "true" },
		mend: {},
		says: /every hop good/,
	},
	{
		name: "pair-b17",
		layout: "two directors, nat",
		service: nat,
		breakage: "lb1's forward chain drops the answers",
		break: { lb1: filter("fw", "forward", "tcp sport 8080 drop") },
		mend: { lb1: "nft delete table inet fw" },
		says: /^lb1: its filter drops the answer, rs\d -> client: table inet fw, chain c, rule "tcp sport 8080 drop"/,
	},
	{
		name: "pair-mac",
		layout: "two directors, nat",
		service: nat,
		breakage: "rs1 has lb2's hardware address for the gateway",
		break: {
			rs1: `${learned("172.18.0.66")}; ip neigh replace 172.18.0.71 lladdr $mac dev eth1 nud permanent`,
		},
		mend: { rs1: "ip neigh del 172.18.0.71 dev eth1" },
		says: /^rs1: lb1's 172\.18\.0\.71 is at the hardware address 52:[0-9a-f:]+, which is that of 172\.18\.0\.66, lb2, and the answer goes there/,
	},
	{
		name: "pair-backup-only",
		layout: "two directors, dr",
		service: http,
		breakage: "lb1 backup_only=1, as a keepalived of others had it",
		break: { lb1: "sysctl -qw net.ipv4.vs.backup_only=1" },
		mend: { lb1: "sysctl -qw net.ipv4.vs.backup_only=0" },
		says: /^lb1: IPVS does not take the request, although it has the service -t 172\.18\.0\.70:80: net\.ipv4\.vs\.backup_only = 1/,
	},
	{
		name: "pair-standby-table",
		layout: "two directors, nat",
		service: nat,
		breakage: "lb2, on standby, has no service any more (ipvsadm -C)",
		break: { lb2: "ipvsadm -C" },
		mend: { lb2: "/usr/local/lib/pulumi-lvs/web/director heal" },
		says: /^lb2: on standby, and would not serve as declared with the VIP: /,
	},
	{
		name: "pair-standby-forward",
		layout: "two directors, nat",
		service: nat,
		breakage: "lb2, on standby, forwards nothing (ip_forward = 0)",
		break: { lb2: "sysctl -qw net.ipv4.ip_forward=0" },
		mend: { lb2: "/usr/local/lib/pulumi-lvs/web/director heal" },
		says: /^lb2: on standby, and would not serve as declared with the VIP: .*forwarding is 0$/,
	},
	{
		name: "pair-standby-filter",
		layout: "two directors, nat",
		service: nat,
		breakage: "lb2, on standby, lets no client in",
		break: { lb2: filter("fw", "input", "tcp dport 8080 drop") },
		mend: { lb2: "nft delete table inet fw" },
		says: /^lb2: on standby, and would not serve as declared with the VIP: .*table inet fw, chain c/,
	},
];
