import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseEndpoint } from "../../../src/ipvs/address.ts";
import { commandLine, ruleLine } from "../../../src/ipvs/command.ts";
import { readListing } from "../../../src/ipvs/listing.ts";
import { parseLine, parseRule } from "../../../src/ipvs/parse-rule.ts";
import { formatAttributes, ruleKey } from "../../../src/ipvs/rule.ts";
import { rule } from "./arbitrary-rule.ts";

test("what is written is read as the same rule: as a line, and as key and attributes", () => {
	fc.assert(
		fc.property(rule, (one) => {
			assert.deepEqual(parseLine(ruleLine(one)), one);
			assert.deepEqual(parseRule(ruleKey(one), formatAttributes(one)), one);
		}),
	);
});

test("what is read is written as it stood", () => {
	fc.assert(
		fc.property(rule, (one) => {
			const line = ruleLine(one);
			const read = parseLine(line);
			assert.ok(read !== undefined);
			assert.equal(ruleLine(read), line);
		}),
	);
});

const lines = [
	// as ipvsadm 1.31 of the lab prints them
	"-A -t 172.18.0.70:80 -s wrr",
	"-a -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 2",
	"-A -f 7 -s rr -p 360 -M 255.255.255.0",
	"-a -f 7 -r 172.18.0.67:0 -m -w 1",
	"-A -u 172.18.0.70:53 -s rr -o",
	"-a -t 10.77.0.70:80 -r 10.88.0.11:80 -i -w 2 --tun-type gue --tun-port 5555 --tun-nocsum",
	"-A -t 172.18.0.70:90 -s mh -b mh-fallback,mh-port",
	"-A -t [2001:db8::70]:80 -s wlc",
	"-a -t [2001:db8::70]:80 -r [2001:db8::67]:80 -g -w 1",
	"-A -f 7 -6 -s wlc",
];
for (const line of lines)
	test(line, () => {
		const rule = parseLine(`${line} `);
		assert.ok(rule !== undefined);
		assert.equal(ruleLine(rule), line);
		assert.deepEqual(rule.others, []);
	});

test("what is no rule is none", () => {
	for (const line of [
		"",
		"-C",
		"-A -t 172.18.0.70:http -s wrr",
		"-A -t www.lab.test:80",
		"--set 900 120 300",
		"-a -t 172.18.0.70:80 -r somewhere -g",
	])
		assert.equal(parseLine(line), undefined, line);
});

test("a deletion names the rule alone", () => {
	const rule = parseRule("-t 172.18.0.70:80 -r 172.18.0.67:80", "-g -w 2");
	assert.equal(
		commandLine({ verb: "delete", rule }),
		"-d -t 172.18.0.70:80 -r 172.18.0.67:80",
	);
});

test("a listing names rules as a dump does", () => {
	assert.deepEqual(
		readListing([
			"Prot LocalAddress:Port Scheduler Flags",
			"  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn",
			"TCP  172.18.0.70:80 wrr",
			"  -> 172.18.0.67:80               Route   7      0          0         ",
			"FWM  7 IPv6 wlc",
			"  -> [2001:db8::67]:0             Route   1      0          0",
		]).map(({ key }) => key),
		[
			"-t 172.18.0.70:80",
			"-t 172.18.0.70:80 -r 172.18.0.67:80",
			"-f 7 -6",
			"-f 7 -6 -r [2001:db8::67]:0",
		],
	);
});

test("an endpoint without a port has port 0", () => {
	assert.deepEqual(parseEndpoint("172.18.0.67"), {
		address: { family: 4, text: "172.18.0.67" },
		port: 0,
	});
});
