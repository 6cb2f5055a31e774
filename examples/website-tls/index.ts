import { readFileSync } from "node:fs";
import { Cluster, Website } from "pulumi-lvs";
import { hosts } from "./hosts.ts";

const realServers = {
	rs1: { host: hosts.rs1, address: "192.0.2.67" },
	rs2: { host: hosts.rs2, address: "192.0.2.68" },
};
const page = (name: string) => ({ "index.html": `${name} {{realServer}}` });
const pem = (file: string) => readFileSync(`certificates/${file}`, "utf8");
/** A certificate with its chain, and its key. The key is a secret in Pulumi's state. */
const tls = (name: string) => ({
	certificate: pem(`${name}.crt`),
	key: pem(`${name}.key`),
});

const sites = new Website("sites", {
	realServers,
	header: false,
	sites: {
		plain: { files: page("plain") },
		safe: {
			serverName: "www.lab.test",
			tls: tls("www.lab.test"),
			files: page("safe"),
		},
		shop: {
			serverName: "shop.lab.test",
			tls: tls("shop.lab.test"),
			files: page("shop"),
		},
	},
});

// A mark joins both ports: a client's pages by HTTP and by HTTPS all come from one real server.
const web = new Cluster(
	"web",
	{
		vip: "192.0.2.70",
		forwarding: "dr",
		directors: { lb: { host: hosts.lb, address: "192.0.2.66" } },
		realServers,
		services: {
			web: {
				fwmark: 7,
				tcp: [80, 443],
				scheduler: "rr",
				persistence: { seconds: 60 },
				// by HTTPS, under its name; `verify` would make a bad certificate a reason to be out
				check: sites.check("safe"),
			},
		},
	},
	{ dependsOn: sites },
);

export const rules = web.rules;
