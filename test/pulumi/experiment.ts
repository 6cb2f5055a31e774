import { privateKeyFile } from "../unit/model/declared.ts";

/** A key of the right shape and of no machine. */
const hostKey = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${"A".repeat(43)}`;

/** Text of a program: experiment 2 with its proof. Texts of `lines` go into the declaration, after what is there. */
export function experiment({
	connection = `address: "192.0.2.1", privateKeyFile: "${privateKeyFile}", hostKey: "${hostKey}"`,
	cluster = "",
	service = "http",
}: {
	/** Of every host. */
	readonly connection?: string;
	readonly cluster?: string;
	/** Of the smoke test. */
	readonly service?: string;
} = {}): string {
	return `import { Cluster, SmokeTest, spread } from "pulumi-lvs";

const host = { ${connection} };
const web = new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: { lb: { host: { ...host, port: 2201 }, address: "172.18.0.66" } },
	realServers: {
		rs1: { host: { ...host, port: 2202 }, address: "172.18.0.67", weight: 2 },
		rs2: { host: { ...host, port: 2203 }, address: "172.18.0.68", weight: 3 },
	},
	services: { http: { tcp: 80, scheduler: "wrr" } },
	${cluster}
});
const proof = new SmokeTest("spread", {
	cluster: web,
	from: { ...host, port: 2204 },
	checks: [spread({ service: "${service}" })],
});

export const rules = web.rules;
export const results = proof.results;
`;
}
