import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
	chmodSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import {
	formatClosing,
	type Opening,
	parseClosing,
} from "../../../../src/filter/opening.ts";
import { live } from "../../../../src/host/change/live.ts";
import { plan } from "../../../../src/host/change/plan.ts";
import { planRemoval } from "../../../../src/host/change/plan-removal.ts";
import { describe } from "../../../../src/host/kinds/actions.ts";
import { filters } from "../../../../src/host/kinds/filters.ts";
import { lookScript } from "../../../../src/host/look/observe.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import type { Step } from "../../../../src/host/step.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { ownLink } from "../../../../src/model/own-link.ts";
import { neededPasses } from "../../../../src/render/needed-passes.ts";
import { firewalld, ufw } from "../../filter/owned-filters.ts";
import { alone, clean, director } from "../change/example.ts";
import { applyToModel } from "../change/model-host.ts";
import { runSteps } from "./run-steps.ts";

const parse = (...lines: string[]) =>
	filters.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		director,
	);
const unlisted = [
	"nft, which lists the rules of nftables, is not there or failed",
];

test("rules that nobody could list are told as unread, and never as none", () => {
	for (const lines of [
		["unlisted"],
		["nft Error: syntax error, unexpected list"],
		["nft {}"],
		["nft null"],
	])
		assert.deepEqual(
			parse(...lines),
			{ chains: [], unread: unlisted },
			lines[0],
		);
});

test("tables of iptables-legacy that no program of the host lists are told as unread", () => {
	assert.deepEqual(parse("legacy-unlisted"), {
		chains: [],
		unread: [
			"the kernel has tables of iptables-legacy, and no program here lists them: install iptables",
		],
	});
	const home = mkdtempSync(join(tmpdir(), "lvs-filters-"));
	const names = join(home, "names");
	writeFileSync(names, "filter\n");
	const probe = (filters.probe?.(director, "debian", "web-director") ?? "")
		.split("\n")
		.slice(-6)
		.join("\n")
		.replace("/proc/net/ip_tables_names", names);
	const tell = (programs: Readonly<Record<string, string>>) => {
		const path = mkdtempSync(join(home, "bin-"));
		for (const [name, text] of Object.entries(programs))
			writeFileSync(join(path, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
		for (const tool of ["grep", "sed"])
			writeFileSync(
				join(path, tool),
				`#!/bin/sh\nPATH=/usr/bin:/bin exec ${tool} "$@"\n`,
				{ mode: 0o755 },
			);
		return spawnSync("/bin/sh", ["-c", probe], {
			encoding: "utf8",
			env: { PATH: path },
		}).stdout;
	};
	try {
		const listed = "iptables-legacy *filter\n";
		assert.equal(tell({}), "legacy-unlisted\n");
		assert.equal(tell({ "iptables-legacy-save": "echo '*filter'" }), listed);
		const version = (told: string) =>
			`[ "$1" != -V ] || { echo "${told}"; exit; }; echo '*filter'`;
		assert.equal(
			tell({ "iptables-save": version("iptables-save v1.4.21") }),
			listed,
		);
		// that one lists the rules of nftables
		assert.equal(
			tell({ "iptables-save": version("iptables-save v1.8.9 (nf_tables)") }),
			"legacy-unlisted\n",
		);
	} finally {
		rmSync(home, { recursive: true });
	}
});

test("an empty listing is one without rules", () => {
	assert.deepEqual(parse('nft {"nftables": []}'), { chains: [], unread: [] });
	assert.deepEqual(parse(), { chains: [], unread: [] });
});

const declared: Desired = {
	...nothing,
	ownAddress: "172.18.0.66",
	...needed([80, 443]),
};

/** The packets of clients to ports of the VIP, opened. */
function needed(ports: readonly number[], to = "172.18.0.70") {
	return neededPasses(
		{
			[`packets of clients to ${to}, tcp ${ports.join(", ")}`]: {
				hooks: ["prerouting", "input"],
				protocol: "tcp",
				to,
				toPorts: ports,
				in: ownLink,
				state: "new",
			},
		},
		true,
	);
}

const with443 =
	'rule family="ipv4" destination address="172.18.0.70" port port="443" protocol="tcp" accept';
const owners = {
	ufw: {
		chains: ufw(),
		open: (port: number) =>
			`ufw allow in on eth1 proto tcp from any to 172.18.0.70 port ${port}`,
		close: (port: number) =>
			`ufw --force delete allow in on eth1 proto tcp from any to 172.18.0.70 port ${port} comment 'pulumi-lvs web'`,
		both: [80, 443]
			.map(
				(port) =>
					`ufw allow in on eth1 proto tcp from any to 172.18.0.70 port ${port}`,
			)
			.join("; "),
		gone: "ufw --force delete allow in on eth1 proto tcp from any to 172.18.0.70 port 443 comment 'pulumi-lvs web'",
	},
	firewalld: {
		chains: firewalld(),
		open: (port: number) =>
			`firewall-cmd --zone=public --add-rich-rule='${with443.replace("443", String(port))}'`,
		close: (port: number) =>
			`firewall-cmd --zone=public --remove-rich-rule='${with443.replace("443", String(port))}'`,
		both: ["--permanent ", ""]
			.map(
				(set) =>
					`firewall-cmd ${set}--zone=public --add-rich-rule='${with443.replace("443", "80")}' --add-rich-rule='${with443}'`,
			)
			.join("; "),
		gone: ["--permanent ", ""]
			.map(
				(set) =>
					`firewall-cmd ${set}--zone=public --remove-rich-rule='${with443}'`,
			)
			.join("; "),
	},
};

for (const [owner, { chains, both, gone, ...text }] of Object.entries(owners))
	suite(`what ${owner} stops`, () => {
		const host: Observed = {
			...clean(declared),
			filters: { chains, unread: [] },
		};
		const steps = (desired: Desired, at: Observed, record = "web") =>
			plan(record, desired, at).map((step) => describe(step));
		const after = (desired: Desired, at: Observed, record = "web") =>
			applyToModel(desired, at, plan(record, desired, at));
		const done = after(declared, host);
		const note = "note what was found on the host";

		test("is opened once it is noted how that is undone, and then nothing is left to do", () => {
			assert.deepEqual(steps(declared, host), [note, both]);
			assert.deepEqual(
				done.record?.filters,
				Object.fromEntries(
					[80, 443].map((port) => [text.open(port), text.close(port)]),
				),
			);
			assert.deepEqual(steps(declared, done), []);
			assert.deepEqual(live(declared, done), declared);
		});

		test("is told by its rule and the packets", () => {
			const step = plan("web", declared, host).find(
				({ kind }) => kind === "open",
			);
			assert.match(
				step?.because ?? "",
				/^(iptables table filter, chain INPUT|table inet firewalld, chain filter_IN_public) \w+, by its .*: packets of clients to 172\.18\.0\.70, tcp 80, 443$/,
			);
		});

		test("is drift if somebody closed it, shown by the packets, and up opens it again", () => {
			const closed = { ...done, filters: host.filters };
			assert.deepEqual(live(declared, closed).filters, {});
			assert.deepEqual(live(declared, closed).passes, declared.passes);
			assert.deepEqual(steps(declared, closed), [both]);
		});

		test("a port that goes takes its rule along, and leaves the other's alone", () => {
			const fewer = { ...declared, ...needed([80]) };
			assert.deepEqual(steps(fewer, done), [gone, note]);
			const left = after(fewer, done);
			assert.deepEqual(Object.keys(left.record?.filters ?? {}), [
				text.open(80),
			]);
			assert.deepEqual(steps(fewer, left), []);
		});

		test("the option taken back, or destroy, leaves the filter as it was found", () => {
			const closed = after({ ...declared, filters: {} }, done);
			assert.deepEqual(closed.filters, host.filters);
			assert.deepEqual(closed.record?.filters, {});
			const removed = applyToModel(
				declared,
				done,
				planRemoval("web", declared, done),
			);
			assert.deepEqual(removed.filters, host.filters);
		});

		test("a rule that was there before us is not made, not noted, and stays", () => {
			const theirs: Observed = { ...done, record: undefined };
			assert.deepEqual(steps(declared, theirs), [note]);
			const noted = after(declared, theirs);
			assert.deepEqual(noted.record?.filters, {});
			const removed = applyToModel(
				declared,
				noted,
				planRemoval("web", declared, noted),
			);
			assert.deepEqual(removed.filters, theirs.filters);
		});

		test("a second role that needs what the first opened notes it, and the last to go takes it", () => {
			const beside = (filters: Observed["neighbours"]["filters"] = {}) => ({
				...alone,
				filters,
			});
			const second = after(
				declared,
				{
					...done,
					record: undefined,
					neighbours: beside(done.record?.filters),
				},
				"shop",
			);
			assert.deepEqual(second.record?.filters, done.record?.filters);
			const first = {
				...second,
				record: done.record,
				neighbours: beside(second.record?.filters),
			};
			const kinds = (at: Observed) =>
				planRemoval("web", declared, at).map(({ kind }) => kind);
			assert.deepEqual(kinds(first), ["forget"]);
			assert.deepEqual(kinds({ ...second, neighbours: alone }), [
				"close",
				"forget",
			]);
		});

		test("a second role that needs other packets has nothing of it", () => {
			const other = { ...declared, ...needed([80], "172.18.0.71") };
			const second = after(
				other,
				{
					...done,
					record: undefined,
					neighbours: { ...alone, filters: done.record?.filters ?? {} },
				},
				"shop",
			);
			assert.deepEqual(Object.keys(second.record?.filters ?? {}), [
				text.open(80).replace("172.18.0.70", "172.18.0.71"),
			]);
		});
	});

suite("the steps, run by a shell", () => {
	const opening: Opening = {
		by: "firewalld",
		keeper: "--zone=public",
		rule: with443,
	};
	const closing = parseClosing(formatClosing(opening, "web"));
	const ufwRule: Opening = {
		by: "ufw",
		rule: "allow in on eth1 proto gre from any to any",
	};

	/** Runs steps with programs that note how they are called, and end as they are told. */
	const calls = (
		steps: readonly Step[],
		exits: Readonly<Record<string, number>>,
	) => {
		const directory = mkdtempSync(join(tmpdir(), "filters-"));
		const log = join(directory, "log");
		writeFileSync(log, "");
		for (const [program, exit] of Object.entries(exits)) {
			const path = join(directory, program);
			writeFileSync(
				path,
				`#!/bin/sh\ncat >/dev/null\nprintf '%s' "\${0##*/}" >>${log}\nprintf ' <%s>' "$@" >>${log}\necho >>${log}\necho success\nexit ${exit}\n`,
			);
			chmodSync(path, 0o755);
		}
		const before = process.env.PATH;
		process.env.PATH = `${directory}:/usr/bin:/bin`;
		try {
			return { ...runSteps(...steps), log: readFileSync(log, "utf8") };
		} finally {
			process.env.PATH = before;
			rmSync(directory, { recursive: true });
		}
	};
	const because = "";
	const open: Step = {
		kind: "open",
		openings: [ufwRule, opening],
		recordName: "web",
		because,
	};
	const close: Step = {
		kind: "close",
		closings: [parseClosing(formatClosing(ufwRule, "web")), closing],
		because,
	};

	test("each word comes to its program, which reads nothing of the script", () => {
		// more than a shell reads of its script at once
		const long: Step = {
			kind: "sysctl",
			key: "none.such",
			value: "x".repeat(20_000),
			because,
		};
		const { status, log } = calls([open, long, close], {
			ufw: 0,
			"firewall-cmd": 0,
		});
		assert.equal(status, 0);
		assert.equal(
			log,
			`ufw <allow> <in> <on> <eth1> <proto> <gre> <from> <any> <to> <any> <comment> <pulumi-lvs web>
firewall-cmd <--permanent> <--zone=public> <--add-rich-rule=${with443}>
firewall-cmd <--zone=public> <--add-rich-rule=${with443}>
ufw <--force> <delete> <allow> <in> <on> <eth1> <proto> <gre> <from> <any> <to> <any> <comment> <pulumi-lvs web>
firewall-cmd <--permanent> <--zone=public> <--remove-rich-rule=${with443}>
firewall-cmd <--zone=public> <--remove-rich-rule=${with443}>
`,
		);
	});

	test("a rule that cannot be made is an error, and so is one that cannot be taken away", () => {
		for (const step of [open, close])
			assert.notEqual(calls([step], { ufw: 1, "firewall-cmd": 0 }).status, 0);
		assert.notEqual(calls([close], { ufw: 0, "firewall-cmd": 13 }).status, 0);
	});

	test("where program, zone or policy is gone, the rule is gone too", () => {
		assert.equal(calls([close], {}).status, 0);
		for (const exit of [112, 140])
			assert.equal(
				calls([close], { ufw: 0, "firewall-cmd": exit }).status,
				0,
				`${exit}`,
			);
	});

	test("where firewalld does not run, its files are mended", () => {
		const { status, log } = calls([close], {
			ufw: 0,
			"firewall-cmd": 252,
			"firewall-offline-cmd": 0,
		});
		assert.equal(status, 0);
		assert.deepEqual(
			log.split("\n").filter((line) => line.startsWith("firewall-offline")),
			[`firewall-offline-cmd <--zone=public> <--remove-rich-rule=${with443}>`],
		);
	});
});

test("after a change the filters are looked at again only where they are opened", () => {
	const asked = (desired: Desired) =>
		lookScript("web", desired, undefined, { afterChange: true }).includes(
			"list ruleset",
		);
	assert.ok(asked(declared));
	assert.ok(!asked({ ...declared, filters: {} }));
});
