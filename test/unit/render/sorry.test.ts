import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { suite, test } from "node:test";
import { localise } from "../../../src/host/kinds/localise.ts";
import { ruleLine } from "../../../src/ipvs/command.ts";
import { parseTable } from "../../../src/ipvs/parse-rule.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { FakeKernel, ourLines, shells } from "./fake-kernel.ts";

// A service of three real servers of which two must pass and three bring the clients back, and a sorry server; the other keeps its clients.

const cluster = clusterDoor.parse("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: {
		lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
	},
	realServers: Object.fromEntries(
		["rs1", "rs2", "rs3", "sorry"].map((name, place) => [
			name,
			{
				host: { address: `192.0.2.${place + 2}` },
				address: `172.18.0.${place + 71}`,
			},
		]),
	),
	services: {
		http: {
			tcp: 80,
			scheduler: "rr",
			check: { http: "/" },
			sorry: "sorry",
			quorum: { below: 2, backFrom: 3 },
		},
		sticky: {
			tcp: 81,
			scheduler: "rr",
			persistence: { seconds: 60 },
			check: { http: "/" },
			sorry: "sorry",
		},
		kept: {
			tcp: 82,
			scheduler: "rr",
			check: { http: "/" },
			whenAllFail: "keepAll",
		},
	},
});
const [lb] = cluster.directors;
if (lb === undefined) throw new Error("no director");
const desired = localise(renderDirector(cluster, lb), "debian");
const textOf = (end: string) =>
	Object.entries(desired.files).find(([path]) => path.endsWith(end))?.[1]
		.content ?? "";
const script = textOf("/director");
const declared = [...parseTable(desired.ipvs).values()].map(ruleLine);

class Director extends FakeKernel {
	constructor(shell: (typeof shells)[number]) {
		super(shell, {
			addresses: ["eth1 172.18.0.66/24", "eth1 172.18.0.70/32"],
			rules: ourLines(declared),
			table: [],
		});
		this.write("lib/web/checks", textOf("/checks").trimEnd().split("\n"));
		mkdirSync(this.path("sys/net/ipv4/conf/eth1"), { recursive: true });
		this.write("sys/net/ipv4/conf/eth1/accept_local", ["0"]);
		mkdirSync(this.path("sys/net/ipv4/vs"));
		this.write("sys/net/ipv4/vs/conntrack", ["0"]);
		assert.equal(this.run(script, "start").exit, 0);
	}

	/** The weights of a service after these real servers failed, by the last number of their addresses; a gap is no rule. */
	after(port: number, ...failing: number[]): (number | undefined)[] {
		this.write(
			"kept/web-director/health",
			failing.flatMap((host) =>
				[80, 81, 82].map(
					(each) => `172.18.0.${host}:${each}/dr/http down - 1 no answer`,
				),
			),
		);
		const { exit, stderr } = this.run(script, "settle");
		assert.deepEqual([exit, stderr], [0, ""]);
		const table = this.read("ip_vs");
		return [71, 72, 73, 74].map((host) => {
			const line = table.find((each) =>
				each.startsWith(
					`-a -t 172.18.0.70:${port} -r 172.18.0.${host}:${port} `,
				),
			);
			return line === undefined
				? undefined
				: Number(/-w (\d+)/.exec(line)?.[1]);
		});
	}
}

for (const shell of shells)
	suite(`sorry server, run by ${shell[0]}`, () => {
		test("it serves below the quorum, and hands back where enough pass again", () => {
			using director = new Director(shell);
			assert.deepEqual(director.after(80), [1, 1, 1, 0]);
			assert.deepEqual(director.after(80, 71), [0, 1, 1, 0]);
			assert.deepEqual(director.after(80, 71, 72), [0, 0, 0, 1]);
			// two pass: not yet enough to come back
			assert.deepEqual(director.after(80, 71), [0, 0, 0, 1]);
			assert.deepEqual(director.after(80), [1, 1, 1, 0]);
			assert.deepEqual(director.run(script, "status").exit, 0);
		});

		test("where all are to be kept, one that fails is out, and all are in when all fail, but for a drained one", () => {
			using director = new Director(shell);
			assert.deepEqual(director.after(82, 71), [0, 1, 1, 1]);
			assert.deepEqual(director.after(82, 71, 72, 73, 74), [1, 1, 1, 1]);
			director.write("kept/web-director/drained", ["172.18.0.73 0"]);
			assert.deepEqual(director.after(82, 71, 72, 73, 74), [1, 1, 0, 1]);
			// the one that passes is drained: nobody is left who passes
			assert.deepEqual(director.after(82, 71, 72, 74), [1, 1, 0, 1]);
			director.write("kept/web-director/drained", []);
			assert.deepEqual(director.after(82, 71, 72, 74), [0, 0, 1, 0]);
		});

		test("where it fails itself, who passes serves", () => {
			using director = new Director(shell);
			assert.deepEqual(director.after(80, 71, 72, 74), [0, 0, 1, 0]);
			assert.deepEqual(director.after(80, 71, 72, 73, 74), [0, 0, 0, 0]);
		});

		test("with persistence no client is kept by it, nor by who fails", () => {
			using director = new Director(shell);
			const out = undefined;
			assert.deepEqual(director.after(81), [1, 1, 1, out]);
			assert.deepEqual(director.after(81, 71), [out, 1, 1, out]);
			assert.deepEqual(director.after(81, 71, 72, 73), [out, out, out, 1]);
			assert.deepEqual(director.after(81, 71, 72), [out, out, 1, out]);
		});

		test("a drained real server does not count", () => {
			using director = new Director(shell);
			director.write("kept/web-director/drained", ["172.18.0.73 0"]);
			assert.deepEqual(director.after(80, 71), [0, 0, 0, 1]);
		});
	});
