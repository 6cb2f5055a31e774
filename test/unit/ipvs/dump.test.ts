import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { ruleLine } from "../../../src/ipvs/command.ts";
import { parseDump, readDump } from "../../../src/ipvs/dump.ts";
import { readListing } from "../../../src/ipvs/listing.ts";
import { ruleKey, type Table, tableOf } from "../../../src/ipvs/rule.ts";
import { table } from "./arbitrary-rule.ts";
import { printDump, printListing, printThresholds } from "./print-table.ts";

test("of any table the dump and the thresholds that ipvsadm prints are read as that table", () => {
	fc.assert(
		fc.property(table, (printed) => {
			const read = parseDump([
				...printDump(printed),
				...printThresholds(printed),
			]);
			assert.deepEqual([...read], [...printed]);
		}),
	);
});

test("of any table the dump alone is read as that table without its thresholds", () => {
	fc.assert(
		fc.property(table, (printed) => {
			assert.deepEqual(
				[...parseDump(printDump(printed))],
				[...withoutThresholds(printed)],
			);
		}),
	);
});

test("of any table the listing names every rule, in the same order, with method and weight", () => {
	fc.assert(
		fc.property(table, (printed) => {
			assert.deepEqual(
				readListing(printListing(printed)).map(({ key, columns }) => ({
					key,
					first: columns[0],
				})),
				[...printed.values()].map((rule) => ({
					key: ruleKey(rule),
					first:
						rule.kind === "service"
							? rule.scheduler
							: { m: "Masq", g: "Route", i: "Tunnel" }[rule.method],
				})),
			);
		}),
	);
});

test("a line that is no rule we know is told, and takes no rule with it", () => {
	const strange = [
		"-A -t [fe80::1%eth1]:80 -s rr",
		"-a -t [fe80::1%eth1]:80 -r 10.0.0.2:80 -i -w 1",
		"-A --quic-service 10.0.0.1:443 -s rr",
	];
	const { table, unread } = readDump([
		"-A -t 10.0.0.1:80 -s rr",
		"-a -t 10.0.0.1:80 -r 10.0.0.2:80 -i -w 1",
		...strange,
		"IP Virtual Server version 1.2.1 (size=4096)",
		"Prot LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn",
		"  -> RemoteAddress:Port",
		"TCP  10.0.0.1:80 rr",
		"  -> 10.0.0.2:80                  0          0          0          0",
		"TCP  [fe80::1%eth1]:80 rr",
		"  -> 10.0.0.2:80                  9          8          0          0",
		"",
	]);
	assert.deepEqual(unread, strange);
	assert.deepEqual([...table.values()].map(ruleLine), [
		"-A -t 10.0.0.1:80 -s rr",
		"-a -t 10.0.0.1:80 -r 10.0.0.2:80 -i -w 1",
	]);
});

test("the printers of this test print what a director of the lab printed", () => {
	const { lines } = JSON.parse(
		readFileSync(
			join(
				import.meta.dirname,
				"../host/look/recorded/ipvs/all-director-applied.json",
			),
			"utf8",
		),
	) as { readonly lines: readonly string[] };
	const read = parseDump(lines);
	// nobody was connected
	const printed = [...printDump(read), ...printThresholds(read)].map((line) =>
		line.replace(/\d+ +0 {9}$/, "0          0         "),
	);
	assert.deepEqual(printed, lines);
});

function withoutThresholds(printed: Table): Table {
	return tableOf(
		[...printed.values()].map((rule) =>
			rule.kind === "service" ? rule : { ...rule, upper: 0, lower: 0 },
		),
	);
}
