import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { liveRules } from "../../../src/import/live-rules.ts";
import { readRules } from "../../../src/import/read-rules.ts";
import { readDump } from "../../../src/ipvs/dump.ts";

const live = (...lines: string[]) => liveRules(readDump(lines));
const told = (...lines: string[]) =>
	live(...lines).unread.map(
		({ line, text, reason }) => `${line}: ${text}: ${reason}`,
	);

suite("the rules of a live table", () => {
	test("have its thresholds, and every line that nobody understands", () => {
		const { services, unread } = live(
			"-A -t 10.0.0.1:80 -s rr",
			"-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1",
			"-A -t [fe80::1%eth1]:80 -s rr",
			"--add-service 10.0.0.1:81",
			"IP Virtual Server version 1.2.1 (size=4096)",
			"Prot LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn",
			"  -> RemoteAddress:Port",
			"TCP  10.0.0.1:80 rr",
			"  -> 10.0.0.2:80                  5000       4000       0          0",
		);
		assert.deepEqual(
			services.map(({ line, text, servers }) => [
				...[line, text],
				servers.map((server) => [server.line, server.text]),
			]),
			[
				[
					...[1, "-A -t 10.0.0.1:80 -s rr"],
					[[2, "-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1 -x 5000 -y 4000"]],
				],
			],
		);
		assert.deepEqual(
			unread.map(({ line, text }) => [line, text]),
			[
				[3, "-A -t [fe80::1%eth1]:80 -s rr"],
				[4, "--add-service 10.0.0.1:81"],
			],
		);
	});

	test("are those of the same lines in a file, and what cannot be declared is told in the same words", () => {
		const lines = [
			"-A -t 10.0.0.1:80 -s wrr -p 360 -M 255.255.255.0",
			"-a -t 10.0.0.1:80 -r 10.0.0.2:8080 -m -w 3",
			"-a -t 10.0.0.1:80 -r 10.0.0.3:81 -g -w 1",
			"-A -t 10.0.0.1:5060 -s rr -p 60 --pe sip",
			"-a -t 10.0.0.1:5060 -r 10.0.0.2:5060 -m -w 1",
			"-A -u 10.0.0.1:53 -s sh -o -b sh-fallback,sh-port",
			"-a -u 10.0.0.1:53 -r 10.0.0.2:53 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum",
			"-A --sctp-service 10.0.0.1:80 -s rr",
			"-a --sctp-service 10.0.0.1:80 -r 10.0.0.2:80 -m -w 1",
			"-A -f 7 -s rr",
			"-a -f 7 -r 10.0.0.2:0 -g -w 1",
			"-A -f 7 -6 -s rr",
			"-a -f 7 -6 -r [2001:db8::2]:0 -g -w 1",
			"-A -t [2001:db8::1]:80 -s rr",
			"-a -t [2001:db8::1]:80 -r [2001:db8::2]:80 -g -w 1",
		];
		assert.deepEqual(live(...lines), readRules(lines.join("\n")));
		assert.deepEqual(told(...lines), [
			"3: -a -t 10.0.0.1:80 -r 10.0.0.3:81 -g -w 1: by -g a packet keeps its port: ipvsadm takes 80 in place of 81; write the real server without a port",
			"4: -A -t 10.0.0.1:5060 -s rr -p 60 --pe sip: cannot be declared: --pe sip",
			"5: -a -t 10.0.0.1:5060 -r 10.0.0.2:5060 -m -w 1: its service, line 4, cannot be declared",
			"7: -a -u 10.0.0.1:53 -r 10.0.0.2:53 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum: cannot be declared: --tun-csum",
			"8: -A --sctp-service 10.0.0.1:80 -s rr: SCTP is not supported yet",
			"9: -a --sctp-service 10.0.0.1:80 -r 10.0.0.2:80 -m -w 1: SCTP is not supported yet",
			"12: -A -f 7 -6 -s rr: IPv6 is not supported yet",
			"13: -a -f 7 -6 -r [2001:db8::2]:0 -g -w 1: IPv6 is not supported yet",
			"14: -A -t [2001:db8::1]:80 -s rr: IPv6 is not supported yet",
			"15: -a -t [2001:db8::1]:80 -r [2001:db8::2]:80 -g -w 1: IPv6 is not supported yet",
		]);
	});
});
