import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { chooseAddress } from "../../../../src/cli/init/choose-address.ts";
import {
	declareSmokeTests,
	formatSmokeTest,
} from "../../../../src/cli/init/declare-smoke-test.ts";
import { formatIndex } from "../../../../src/cli/init/format-program.ts";
import { namedHost } from "../../../../src/cli/init/named-host.ts";
import { needsOf, type SeenHost } from "../../../../src/cli/init/needs.ts";
import { readServices } from "../../../../src/cli/init/read-services.ts";
import { parseSurvey } from "../../../../src/host/operations/survey.ts";

const survey = parseSurvey(`os debian 
system Debian GNU/Linux 12 (bookworm)
address 1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
address 2: eth0    inet 10.0.2.15/24 brd 10.0.2.255 scope global eth0\\       valid_lft forever preferred_lft forever
address 3: eth1    inet 172.18.0.66/24 scope global eth1\\       valid_lft forever preferred_lft forever
address 3: eth1    inet 172.18.0.70/32 scope global eth1\\       valid_lft forever preferred_lft forever
port 00000000:0016
port 00000000000000000000000000000000:0050
program arping
runs keepalived keepalived.service
runs keepalived keepalived.service
runs kube-proxy 
service AC120046:0050
`);

suite("what a host tells", () => {
	test("is read", () => {
		assert.deepEqual(survey, {
			family: "debian",
			system: "Debian GNU/Linux 12 (bookworm)",
			addresses: [
				{ address: "10.0.2.15", prefixLength: 24 },
				{ address: "172.18.0.66", prefixLength: 24 },
				{ address: "172.18.0.70", prefixLength: 32 },
			],
			ports: [22, 80],
			programs: ["arping"],
			running: ["keepalived.service", "kube-proxy"],
			ipvsServices: 1,
		});
	});

	const choose = (vip: string, named?: string) =>
		chooseAddress("rs1", survey, { vip, named }).address;
	test("gives the address on the link of the VIP, or the one that is named", () => {
		assert.equal(choose("172.18.0.70"), "172.18.0.66");
		assert.equal(choose("192.0.2.1", "10.0.2.15"), "10.0.2.15");
	});

	test("asks for an address where it does not tell", () => {
		assert.throws(() => choose("192.0.2.1"), {
			message:
				"rs1: no address on the link of the VIP 192.0.2.1; it has 10.0.2.15/24, 172.18.0.66/24, 172.18.0.70/32\n  say which one the others reach it by: --address rs1=ADDRESS",
		});
		assert.throws(() => choose("172.18.0.70", "10.9.9.9"), {
			message: /^--address rs1=10\.9\.9\.9: the host has no such address/,
		});
	});

	const seen: SeenHost = {
		name: "lb",
		role: "director",
		connection: { address: "192.0.2.66", user: "ops" },
		survey,
		address: "172.18.0.66/24",
		ports: [80, 81],
	};
	test("is told with what will be needed, and what stands in the way", () => {
		assert.deepEqual(needsOf(seen, { page: true, takesOver: false }), [
			"  lb: director, Debian GNU/Linux 12 (bookworm), 172.18.0.66/24",
			"    rights: ops, by sudo without a password; packages: ipvsadm (will be installed), iputils-arping (there); ports: 22 from here (SSH), 80 from clients, 81 from clients",
			"    note: keepalived.service runs here, and would own the same table or addresses as we: stop and disable it before lvsctl up",
			"    note: kube-proxy runs here, and would own the same table or addresses as we: stop and disable it before lvsctl up",
			"    note: its IPVS table has 1 service, which stays; to take over what it has: lvsctl init --from",
		]);
		const server = { ...seen, role: "real server" as const };
		assert.match(
			needsOf(server, { page: true, takesOver: true }).join("\n"),
			/apache2, for the test page[\s\S]*port 80 is in use: the test page will not get it$/,
		);
		assert.match(
			needsOf(server, { page: false, takesOver: true }).join("\n"),
			/nothing listens on port 81 yet: clients are refused until your server runs here$/,
		);
	});
});

suite("the smoke test of a new project", () => {
	const cluster = (services: Record<string, Record<string, unknown>>) => [
		{
			vip: "192.0.2.70",
			forwarding: "dr" as const,
			realServers: {},
			page: false as const,
			services,
		},
	];
	const services = {
		...readServices(["80", "53/udp"], "wrr"),
		shop: { tcp: 443, scheduler: "wlc", persistence: { seconds: 60 } },
		mail: { tcp: 25, scheduler: "wlc" },
	};

	test("has the checks that its services can pass", () => {
		const [one] = declareSmokeTests(cluster(services), true);
		assert.ok(one !== undefined);
		assert.deepEqual(one, {
			cluster: "web",
			checks: [
				["spread", "http"],
				["sticky", "shop"],
			],
		});
		assert.equal(
			formatSmokeTest(one, "hosts.client"),
			`new SmokeTest("web", {
	cluster: web,
	from: hosts.client,
	checks: [spread({ service: "http" }), sticky({ service: "shop" })],
});
`,
		);
	});

	test("is a comment where answers do not tell who they are of, and says so", () => {
		const [one] = declareSmokeTests(cluster(services), false);
		assert.ok(one !== undefined);
		assert.match(one.lacks ?? "", /the header X-Real-Server: its name$/);
		for (const line of formatSmokeTest(one, "hosts.client").trim().split("\n"))
			assert.match(line, /^\/\/ /);
	});

	test("is none where no check fits, and says so", () => {
		const { mail } = services;
		const [one] = declareSmokeTests(cluster({ mail }), true);
		assert.ok(one !== undefined);
		assert.match(one.lacks ?? "", /^no smoke test for web: spread proves/);
		assert.equal(formatSmokeTest(one, "hosts.client"), "");
	});

	test("needs curl on its client machine, and nothing that we install", () => {
		assert.deepEqual(
			needsOf(
				{
					name: "client",
					role: "client",
					connection: { address: "192.0.2.10" },
					survey,
					address: "192.0.2.10/24",
					ports: [],
				},
				{ page: false, takesOver: false },
			),
			[
				"  client: client, Debian GNU/Linux 12 (bookworm), 192.0.2.10/24",
				"    rights: root; curl (to be installed by you); ports: 22 from here (SSH)",
			],
		);
	});
});

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
