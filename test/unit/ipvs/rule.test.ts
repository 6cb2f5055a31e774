import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatEndpoint, parseEndpoint } from "../../../src/ipvs/address.ts";
import { commandLine, ruleLine } from "../../../src/ipvs/command.ts";
import {
	formatServiceLine,
	parseServiceLine,
	serverKey,
} from "../../../src/ipvs/key.ts";
import { listedServers, readListing } from "../../../src/ipvs/listing.ts";
import { parseLine, parseRule } from "../../../src/ipvs/parse-rule.ts";
import {
	formatAttributes,
	ruleKey,
	serviceKey,
} from "../../../src/ipvs/rule.ts";
import { address, match, port, rule } from "./arbitrary-rule.ts";

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

test("real servers of a service that has no number are no other service's", () => {
	assert.deepEqual(
		readListing([
			"TCP  172.18.0.70:80 wrr",
			"TCP  www.lab.test:http wrr",
			"  -> 172.18.0.67:80               Route   7      0          0         ",
		]).map(({ key }) => key),
		["-t 172.18.0.70:80"],
	);
});

test("a plain listing tells method and weight of real servers", () => {
	assert.deepEqual(
		listedServers([
			"TCP  172.18.0.70:80 wrr",
			"  -> 172.18.0.67:80               Masq    7      0          0         ",
			"  -> 127.0.0.1:80                 Local   1      0          0         ",
			"FWM  7 IPv6 wlc",
			"  -> [2001:db8::67]:0             Tunnel  2      0          0",
			"  -> [2001:db8::68]:0             Route   3      0          0",
		]).map((rule) => ruleLine(rule)),
		[
			"-a -t 172.18.0.70:80 -r 172.18.0.67:80 -m -w 7",
			"-a -t 172.18.0.70:80 -r 127.0.0.1:80 -g -w 1",
			"-a -f 7 -6 -r [2001:db8::67]:0 -i -w 2",
			"-a -f 7 -6 -r [2001:db8::68]:0 -g -w 3",
		],
	);
});

test("a service in a line with its real servers is read as it was written, whatever it is", () => {
	fc.assert(
		fc.property(match, fc.array(fc.tuple(address, port)), (one, servers) => {
			const service = serviceKey(one);
			const ends = servers.map(([address, port]) =>
				formatEndpoint({ address, port }),
			);
			assert.deepEqual(parseServiceLine(formatServiceLine(service, ends)), {
				service,
				servers: ends.map((end) => serverKey(service, end)),
			});
		}),
	);
});

test("an endpoint without a port has port 0", () => {
	assert.deepEqual(parseEndpoint("172.18.0.67"), {
		address: { family: 4, text: "172.18.0.67" },
		port: 0,
	});
});
