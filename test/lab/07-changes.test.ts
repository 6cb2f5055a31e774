import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { prepareLoad, type Seen, underLoad } from "./load.ts";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";

// All changes, and the table of docs/changes.md:  script/campaign changes

interface Declared {
	/** The cluster's name, and that of the real server on the machine rs2. */
	readonly name: string;
	readonly second: string;
	readonly forwarding: "dr" | "nat";
	readonly scheduler: string;
	readonly rs1: number;
	readonly persistence: boolean;
	/** Real servers that the cluster has. */
	readonly realServers: readonly ("rs1" | "rs2")[];
	readonly other: boolean;
	/** The mark that the service has in place of its port alone; 0: none. */
	readonly mark: number;
	readonly checked: boolean;
}

const first: Declared = {
	name: "web",
	second: "rs2",
	forwarding: "dr",
	scheduler: "wrr",
	rs1: 2,
	persistence: false,
	realServers: ["rs1", "rs2"],
	other: false,
	mark: 0,
	checked: false,
};

const program = (is: Declared) => `
import { Cluster } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
new Cluster("${is.name}", {
	vip: "172.18.0.70",
	forwarding: "${is.forwarding}",
	directors: { lb: { host: machines.lb, address: "172.18.0.66" } },
	realServers: {
		${is.realServers.includes("rs1") ? `rs1: { host: machines.rs1, address: "172.18.0.67", weight: ${is.rs1} },` : ""}
		${is.realServers.includes("rs2") ? `${is.second}: { host: machines.rs2, address: "172.18.0.68", weight: 3 },` : ""}
	},
	services: {
		http: { ${is.mark === 0 ? "tcp: 80" : `fwmark: ${is.mark}, tcp: [80]`}, ${is.checked ? 'check: { http: "/", everySeconds: 1 }, ' : ""}scheduler: "${is.scheduler}"${is.persistence ? ", persistence: { seconds: 60 }" : ""} },
		${is.other ? "other: { tcp: 8080 }," : ""}
	},
	ipvs: { expireNodestConn: true },
	drainSeconds: 60,
	page: true,
});
`;

/** Those that are tried in every run: what leaves, what comes, and all that a service can change at once. */
const always = [
	"scheduler wrr -> wlc",
	"real server removed: drained, then deleted",
	"real server added",
	"all at once",
];

/** What is changed, in this order, each on what was before. */
const steps: readonly [string, Partial<Declared>][] = [
	["weight 2 -> 5", { rs1: 5 }],
	["weight 5 -> 0, drained", { rs1: 0 }],
	["weight 0 -> 2", { rs1: 2 }],
	["scheduler wrr -> wlc", { scheduler: "wlc" }],
	["scheduler wlc -> sh", { scheduler: "sh" }],
	["scheduler sh -> wrr", { scheduler: "wrr" }],
	["persistence 60 s", { persistence: true }],
	["no persistence", { persistence: false }],
	["another service", { other: true }],
	["no other service", { other: false }],
	["real server removed: drained, then deleted", { realServers: ["rs1"] }],
	["real server added", { realServers: ["rs1", "rs2"] }],
	["cluster renamed", { name: "site" }],
	["real server renamed", { second: "second" }],
	["a mark in place of the port", { mark: 7 }],
	["another mark", { mark: 8 }],
	["the port in place of the mark", { mark: 0 }],
	["a check", { checked: true }],
	["the first real server removed beside a check", { realServers: ["rs2"] }],
	[
		"the first real server added beside a check",
		{ realServers: ["rs1", "rs2"] },
	],
	["no check", { checked: false }],
	["all at once", { rs1: 4, scheduler: "wlc", persistence: true, other: true }],
];

describe("changes under load: no connection fails, and none breaks", () => {
	const lab = sharedLab("labs/02-dr");
	const report: [string, Seen][] = [];
	let declared = first;

	const up = async () => {
		writeFileSync(join(lab().folder, "index.ts"), program(declared));
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(exit, 0, stdout + stderr);
	};

	test("before anything", async () => {
		await up();
		await prepareLoad(lab(), "rs1");
		await prepareLoad(lab(), "rs2");
	});

	const whole = onlyIn("changes");
	for (const [name, change] of steps)
		test(name, always.includes(name) ? {} : whole, async () => {
			declared = { ...declared, ...change };
			const seen = await underLoad(lab(), "http://172.18.0.70", up);
			report.push([name, seen]);
			assert.deepEqual([seen.failed, seen.broken], [[], []]);
			assert.equal(seen.held, 10);
			assert.ok(seen.opened > 50, `${seen.opened} new connections`);
		});

	test("control: a service deleted and made anew loses connections", async () => {
		// it would make the service anew too
		await lab().run(
			"lb",
			"systemctl",
			"stop",
			`lvs-${declared.name}-director-watch`,
		);
		const seen = await underLoad(lab(), "http://172.18.0.70", async () => {
			for (let i = 0; i < 5; i++)
				await lab().run(
					"lb",
					"sh",
					"-c",
					"ipvsadm -Sn | grep -F '172.18.0.70:80 ' >/tmp/rules; ipvsadm -D -t 172.18.0.70:80; sleep 0.2; ipvsadm -R </tmp/rules",
				);
		});
		report.push(["control: deleted and made anew by hand, 5 times", seen]);
		assert.notEqual(seen.failed.length + seen.broken.length, 0);
	});

	after(() => {
		if (!whole.skip && process.env.REPORT !== undefined)
			writeFileSync(join(process.env.REPORT, "changes.md"), page(report));
	});
});

function page(report: readonly [string, Seen][]): string {
	const rows = report.map(
		([name, { opened, failed, held, broken }]) =>
			`| ${name} | ${opened} | ${failed.length} | ${held} | ${broken.length} |`,
	);
	return `# Changes under load

Written by \`script/campaign changes\`, on the lab of experiment 2 (direct routing, emulated
machines). During each \`lvsctl up\` the client downloads slowly over ten connections and opens new ones, one after the other
without a pause. A connection that is lost counts, whatever the reason. The last row is not ours: it shows that loss is seen.

| change | new connections | failed | held downloads | broken |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}
