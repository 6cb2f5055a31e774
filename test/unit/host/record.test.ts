import assert from "node:assert/strict";
import { test } from "node:test";
import { equal } from "../../../src/host/equal.ts";
import type { HostRecord } from "../../../src/host/record.ts";
import { formatAsks } from "../../../src/host/record-asks.ts";
import {
	formatRecord,
	formatRules,
	parseRecord,
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
		"-f 7 -6",
		"-f 7 -6 -r [2001:db8::67]:0",
		"-f 7 -r 172.18.0.67:0",
		"-t 172.18.0.70:80",
		"-t 172.18.0.70:80 -r 172.18.0.67:80",
		"-t 172.18.0.70:80 -r 172.18.0.68:80",
		"-t 172.18.0.70:8080",
		"-u 172.18.0.70:80",
	],
	timeouts: {},
	filters: {},
	establishes: [],
	asks: ["thresholds"],
};
const texts = {
	record: formatRecord(record),
	rules: formatRules(record.ipvs),
	asks: formatAsks(record.asks ?? []),
};

test("A record comes back from its three files as it was", () => {
	assert.deepEqual(parseRecord(texts), record);
	const asksNothing = { ...texts, asks: formatAsks([]) };
	assert.deepEqual(parseRecord(asksNothing), { ...record, asks: [] });
});

test("A record of an earlier version does not say what a look must ask", () => {
	const earlier = parseRecord({ ...texts, asks: "" });
	assert.deepEqual(earlier, { ...record, asks: undefined });
});

test("A record of a version that did not know a kind found no things of it", () => {
	const { timeouts, establishes, ...earlier } = record;
	assert.deepEqual([timeouts, establishes], [{}, []]);
	const text = formatRecord(earlier as HostRecord);
	assert.deepEqual(parseRecord({ ...texts, record: text }), record);
});

test("A record of an earlier version whose stack was not known has none", () => {
	const holder = { resource: "web/director/lb", token: "1" };
	const earlier = { ...record, holder: { ...holder, stack: "" } };
	const read = parseRecord({ ...texts, record: formatRecord(earlier) });
	assert.deepEqual(read?.holder, { ...holder, stack: undefined });
	assert.ok(equal(read, { ...record, holder }));
});

test("A service stands in one line with its real servers", () => {
	assert.equal(
		formatRules([...record.ipvs].reverse()),
		`-f 7 172.18.0.67:0
-f 7 -6 [2001:db8::67]:0
-t 172.18.0.70:80 172.18.0.67:80 172.18.0.68:80
-t 172.18.0.70:8080
-u 172.18.0.70:80
`,
	);
});

test("Rules without a record say nothing: an interrupted first note", () => {
	assert.equal(parseRecord({ ...texts, record: "" }), undefined);
});
