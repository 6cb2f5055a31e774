import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostRecord } from "../../../src/host/record.ts";
import {
	formatRecord,
	formatRules,
	parseRecord,
	thresholdsNoted,
} from "../../../src/host/record-text.ts";

const record: HostRecord = {
	schemaVersion: 1,
	files: { "/etc/ipvsadm.rules": "absent" },
	directories: {},
	units: {},
	modules: {},
	packages: {},
	sysctls: {},
	addresses: {},
	ipvs: [
		"-f 7",
		"-f 7 -r 172.18.0.67:0",
		"-t 172.18.0.70:80",
		"-t 172.18.0.70:80 -r 172.18.0.67:80",
		"-t 172.18.0.70:80 -r 172.18.0.68:80",
		"-t 172.18.0.70:8080",
		"-u 172.18.0.70:80",
	],
	thresholds: false,
	timeouts: {},
	establishes: [],
};

test("A record comes back from its two files as it was", () => {
	assert.deepEqual(
		parseRecord(formatRecord(record), formatRules(record.ipvs)),
		record,
	);
});

test("A service stands in one line with its real servers", () => {
	assert.equal(
		formatRules([...record.ipvs].reverse()),
		`-f 7 172.18.0.67:0
-t 172.18.0.70:80 172.18.0.67:80 172.18.0.68:80
-t 172.18.0.70:8080
-u 172.18.0.70:80
`,
	);
});

test("Rules without a record say nothing: an interrupted first note", () => {
	assert.equal(parseRecord("", formatRules(record.ipvs)), undefined);
});

test("Whether there are thresholds, a look can tell by one line of the record's text", () => {
	for (const thresholds of [true, false])
		assert.equal(
			formatRecord({ ...record, thresholds })
				.split("\n")
				.some((line) => line.includes(thresholdsNoted)),
			thresholds,
		);
	const alike = {
		...record,
		files: { '/etc/"thresholds": true': '"thresholds": true' },
	};
	assert.ok(!formatRecord(alike).includes(thresholdsNoted));
});
