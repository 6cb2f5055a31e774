import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { plan } from "../../../src/host/change/plan.ts";
import { ipvs } from "../../../src/host/kinds/ipvs.ts";
import { forwarders } from "../../../src/host/look/facts/forwarders.ts";
import type { HostRecord } from "../../../src/host/record.ts";
import { formatAsks } from "../../../src/host/record-asks.ts";
import { formatRecord } from "../../../src/host/record-text.ts";
import { nothing } from "../../../src/model/desired.ts";
import { clean, director } from "./change/example.ts";
import { applyToModel } from "./change/model-host.ts";

const owner = "web-director";
const record: HostRecord = {
	schemaVersion: 1,
	packages: {},
	modules: {},
	files: {},
	directories: {},
	units: {},
	sysctls: {},
	addresses: {},
	timeouts: {},
	filters: {},
	ipvs: [],
	establishes: [],
};

/** What a probe prints, run with files of the host that are these. */
function run(probe: string, files: Readonly<Record<string, string>>): string {
	const root = mkdtempSync(join(tmpdir(), "asks-"));
	try {
		for (const [path, text] of Object.entries({
			"/proc/net/ip_vs": "",
			"/sys/class/net/docker0/uevent": "DEVTYPE=bridge\n",
			...files,
		})) {
			mkdirSync(dirname(root + path), { recursive: true });
			writeFileSync(root + path, text);
		}
		const here = probe.replaceAll(
			/\/(var\/lib\/pulumi-lvs|proc\/|sys\/|etc\/|run\/|usr\/lib\/)/g,
			(path) => root + path,
		);
		const { stdout } = spawnSync(
			"sh",
			["-c", `ipvsadm() { echo "ipvsadm $*"; }\nnft() { :; }\n${here}`],
			{ encoding: "utf8" },
		);
		return stdout;
	} finally {
		rmSync(root, { recursive: true });
	}
}

const asked = (files: Readonly<Record<string, string>>) => {
	const table = ipvs.probe?.(director, "debian", owner) ?? "";
	const others = forwarders.probe?.(director, "debian", owner) ?? "";
	return [
		...(run(table, files).includes("--thresholds") ? ["thresholds"] : []),
		...(run(others, files).includes("docker0") ? ["forwarders"] : []),
	];
};
const directory = `/var/lib/pulumi-lvs/${owner}`;
const recorded = (text: string) => ({ [`${directory}/record.json`]: text });

suite("what a look asks because of the record", () => {
	test("is nothing where there is no record", () => {
		assert.deepEqual(asked({}), []);
	});

	for (const asks of [
		[],
		["thresholds"],
		["forwarders"],
		["thresholds", "forwarders"],
	] as const)
		test(`is what the file beside it says: ${asks.join(" and ") || "nothing"}`, () => {
			const files = {
				...recorded(formatRecord(record)),
				[`${directory}/asks`]: formatAsks(asks),
			};
			assert.deepEqual(asked(files), asks);
		});

	test("does not follow from words elsewhere in the record", () => {
		const alike = {
			...record,
			files: {
				"/etc/net.ipv4.ip_forward": "absent",
				thresholds: "forwarders",
			},
		};
		const files = {
			...recorded(formatRecord(alike).replace("{", '{\n\t"thresholds": true,')),
			[`${directory}/asks`]: formatAsks([]),
		};
		assert.deepEqual(asked(files), []);
	});

	test("is all of it for a record of an earlier version, which has no such file", () => {
		const files = recorded('{\n\t"schemaVersion": 1,\n\t"sysctls": {}\n}\n');
		assert.deepEqual(asked(files), ["thresholds", "forwarders"]);
	});
});

suite("the record says what a look must ask", () => {
	const done = (desired: typeof director, host = clean(desired)) =>
		applyToModel(desired, host, plan(owner, desired, host));

	const rule = "-t 172.18.0.70:80 -r 172.18.0.67:80";
	const limited = {
		...director,
		ipvs: { ...director.ipvs, [rule]: "-g -w 2 -x 9 -y 5" },
	};

	test("thresholds, while a rule of ours has one", () => {
		assert.deepEqual(done(director).record?.asks, []);
		assert.deepEqual(done(limited).record?.asks, ["thresholds"]);
		// the kernel has it until the rule is deleted
		const { [rule]: gone, ...ipvs } = director.ipvs;
		assert.ok(gone);
		const fewer = { ...director, ipvs };
		const after = done(fewer, done(limited));
		assert.deepEqual(after.record?.asks, ["thresholds"]);
		assert.deepEqual(done(fewer, after).record?.asks, []);
	});

	test("who forwards, while it notes that setting", () => {
		const forwards = {
			...nothing,
			sysctls: { "net.ipv4.ip_forward": "1" },
		};
		assert.deepEqual(done(forwards).record?.asks, ["forwarders"]);
	});

	test("a host of an earlier version stays as it is, and gets the file with its next change", () => {
		const good = done(director, done(director));
		assert.ok(good.record);
		const { asks, ...earlier } = good.record;
		assert.ok(asks);
		const adopted = { ...good, record: earlier };
		assert.deepEqual(plan(owner, director, adopted), []);
		assert.deepEqual(done(limited, adopted).record?.asks, ["thresholds"]);
	});
});
