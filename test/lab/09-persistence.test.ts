import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onLab } from "./on-lab.ts";
import { sharedLab } from "./shared-lab.ts";

const sources = [
	"172.18.0.121",
	"172.18.0.122",
	"172.18.0.123",
	"172.18.0.124",
];

const program = (services: string) => `
import { Cluster } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "nat",
	directors: { lb: { host: machines.lb, address: "172.18.0.66" } },
	realServers: {
		rs1: { host: machines.rs1, address: "172.18.0.67" },
		rs2: { host: machines.rs2, address: "172.18.0.68" },
	},
	services: { ${services} },
	drainSeconds: 0,
	page: true,
});
`;

describe("persistence and marks: which connections stay together", () => {
	const lab = sharedLab("labs/02-dr");
	const { root } = onLab(lab);
	async function declare(services: string) {
		writeFileSync(join(lab().folder, "index.ts"), program(services));
		const { exit, stdout, stderr } = await lab().lvsctl(["up", "--no-refresh"]);
		assert.equal(exit, 0, stdout + stderr);
	}
	/** Who answers each source on each port, twice: `1122 1122` has a column for each source and a word for each port and round. */
	async function answers(ports: readonly number[]): Promise<string[]> {
		const asked = [...ports, ...ports].map(
			(port) =>
				`${sources
					.map(
						(source) =>
							`curl -s -m 10 --interface ${source} http://172.18.0.70:${port}/ | tr -dc 0-9 | cut -c2`,
					)
					.join("; ")}; echo /`,
		);
		const text = await root("client", asked.join("\n"));
		return text
			.replaceAll("\n", "")
			.split("/")
			.filter((word) => word !== "");
	}
	/** Persistence templates: what they join. */
	const templates = async () =>
		(await root("lb", "ipvsadm -Lnc"))
			.split("\n")
			.map((line) => line.trim().split(/\s+/))
			.filter(([, , , source]) => source?.endsWith(":0"))
			.map(
				([protocol, , , source, virtual]) => `${protocol} ${source} ${virtual}`,
			);

	test("before anything", async () => {
		await declare('http: { tcp: 80, scheduler: "rr" }');
		for (const machine of ["rs1", "rs2"])
			await root(
				machine,
				"printf 'Listen 8080\\nListen 8443\\n' >/etc/apache2/conf-enabled/ports.conf; systemctl restart apache2",
			);
		await root(
			"client",
			sources.map((it) => `ip address add ${it}/24 dev eth1`).join("\n"),
		);
	});

	test("control: without persistence a client goes from one to the other", async () => {
		const seen = await root(
			"client",
			`for i in 1 2 3 4; do curl -s -m 10 --interface ${sources[0]} http://172.18.0.70/ | tr -dc 0-9 | cut -c2; done | tr -d '\\n'`,
		);
		assert.match(seen, /^(1212|2121)$/);
		assert.deepEqual(await templates(), []);
	});

	test("PPC: each port keeps its clients by itself", async () => {
		await declare(
			'http: { tcp: 80, scheduler: "rr", persistence: { seconds: 600 } }, other: { tcp: 8080, scheduler: "rr", persistence: { seconds: 600 } }',
		);
		// one request more on one port: the two are no longer in step, so they can only agree by being joined
		await root("client", "curl -s -m 10 -o /dev/null http://172.18.0.70/");
		const [http, other, httpAgain, otherAgain] = await answers([80, 8080]);
		assert.equal(httpAgain, http);
		assert.equal(otherAgain, other);
		assert.notEqual(http, other);
		const found = await templates();
		assert.ok(
			found.includes(`TCP ${sources[0]}:0 172.18.0.70:80`),
			found.join("\n"),
		);
		assert.ok(
			found.includes(`TCP ${sources[0]}:0 172.18.0.70:8080`),
			found.join("\n"),
		);
	});

	test("PFWM: ports joined by a mark keep a client together, and a port without it is refused", async () => {
		await declare(
			'web: { fwmark: 7, tcp: [80, 8080], scheduler: "rr", persistence: { seconds: 600 } }',
		);
		await root("client", "curl -s -m 10 -o /dev/null http://172.18.0.70/");
		const [http, other, ...again] = await answers([80, 8080]);
		assert.equal(other, http);
		assert.deepEqual(again, [http, http]);
		assert.match(http ?? "", /1/);
		assert.match(http ?? "", /2/);
		assert.ok(
			(await templates()).some(
				(line) => line === `IP ${sources[0]}:0 0.0.0.7:0`,
			),
			(await templates()).join("\n"),
		);
		assert.equal(
			await root(
				"client",
				"curl -s -m 10 -o /dev/null http://172.18.0.70:8443/; echo $?",
			),
			"7",
		);
	});

	test("without persistence a mark still joins ports into one service", async () => {
		await declare('web: { fwmark: 7, tcp: [80, 8080], scheduler: "rr" }');
		const seen = await root(
			"client",
			"for port in 80 8080 80 8080; do curl -s -m 10 http://172.18.0.70:$port/ | tr -dc 0-9 | cut -c2; done | tr -d '\\n'",
		);
		assert.match(seen, /^(1212|2121)$/);
	});

	test("PCC: all ports of a client stay together", async () => {
		await declare(
			'all: { tcp: "all", scheduler: "rr", persistence: { seconds: 600 } }',
		);
		await root("client", "curl -s -m 10 -o /dev/null http://172.18.0.70/");
		const [http, other, ...again] = await answers([80, 8443]);
		assert.equal(other, http);
		assert.deepEqual(again, [http, http]);
		assert.ok(
			(await templates()).some(
				(line) => line === `TCP ${sources[0]}:0 172.18.0.70:0`,
			),
			(await templates()).join("\n"),
		);
	});

	test("with a mask a whole network is one client", async () => {
		await declare(
			'http: { tcp: 80, scheduler: "rr", persistence: { seconds: 600, mask: "255.255.255.0" } }',
		);
		const [http] = await answers([80]);
		assert.match(http ?? "", /^(1111|2222)$/);
	});

	test("a template that runs out while connections are closing is prolonged by 60 s, not by two minutes", async () => {
		await declare(
			'web: { fwmark: 9, tcp: [8443], scheduler: "rr", persistence: { seconds: 3 } }',
		);
		await root(
			"client",
			`curl -s -m 10 -o /dev/null --interface ${sources[1]} http://172.18.0.70:8443/; sleep 6`,
		);
		const line = (await root("lb", "ipvsadm -Lnc"))
			.split("\n")
			.find((each) => each.includes("0.0.0.9:0"));
		const [, minutes, seconds] = / (\d\d):(\d\d) /.exec(line ?? "") ?? [];
		const left = Number(minutes) * 60 + Number(seconds);
		assert.ok(left > 50 && left <= 60, line);
	});
});
