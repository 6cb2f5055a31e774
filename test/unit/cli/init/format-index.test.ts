import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { formatIndex } from "../../../../src/cli/init/format-index.ts";
import { namedHost } from "../../../../src/cli/init/named-host.ts";
import { readServices } from "../../../../src/cli/init/read-services.ts";

suite("the program of a new project", () => {
	test("names how each host is reached once", () => {
		const jump = {
			address: "192.0.2.9",
			agent: true,
			hostKey: "ssh-ed25519 J",
		};
		const usual = { agent: true, jump };
		const host = (flag: string, text: string, name: string) => {
			const { connection, ...rest } = namedHost(flag, text, {
				name,
				connection: usual,
			});
			return { ...rest, connection: { ...connection, hostKey: `key ${name}` } };
		};
		const text = formatIndex({
			clusters: [
				{
					vip: "192.0.2.70",
					forwarding: "dr",
					realServers: { "web-1": { address: "192.0.2.67", weight: 1 } },
					services: readServices(["80", "53/udp", "8080"]),
					page: true,
				},
			],
			hosts: [
				host("--director", "192.0.2.66", "lb"),
				host("--real-server", "web-1=ops@192.0.2.67:2222", "rs1"),
			],
			director: { name: "lb", address: "192.0.2.66/24" },
			nameOf: () => "web-1",
			client: "web-1",
			smokeTests: [{ cluster: "web", checks: [["spread", "http"]] }],
		});
		assert.equal(
			text,
			`import { Cluster, SmokeTest, spread } from "pulumi-lvs";

// How the machines are reached. A host key is what proves that a machine is the right one: with another key it is refused.
const jump = { user: "root", address: "192.0.2.9", agent: true, hostKey: "ssh-ed25519 J" };
const login = { agent: true, jump };
const hosts = {
	lb: { ...login, user: "root", address: "192.0.2.66", hostKey: "key lb" },
	"web-1": { ...login, user: "ops", address: "192.0.2.67", port: 2222, hostKey: "key rs1" },
};

const web = new Cluster("web", {
	vip: "192.0.2.70",
	forwarding: "dr",
	directors: {
		lb: { host: hosts.lb, address: "192.0.2.66/24" },
	},
	realServers: {
		"web-1": { host: hosts["web-1"], address: "192.0.2.67", weight: 1 },
	},
	services: {
		http: { tcp: 80, scheduler: "wlc" },
		dns: { udp: 53, scheduler: "wlc" },
		"tcp-8080": { tcp: 8080, scheduler: "wlc" },
	},
	page: true,
});

new SmokeTest("web", {
	cluster: web,
	from: hosts["web-1"],
	checks: [spread({ service: "http" })],
});

export const rules = web.rules;
`,
		);
	});
});
