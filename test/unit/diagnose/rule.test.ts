import assert from "node:assert/strict";
import { test } from "node:test";
import { type Changing, changed, host, judged, replace } from "./changed.ts";
import { answersLost, portsAt, retrace } from "./traced.ts";

// The rule by which lb sends to rs1 is another one than the declared one: somebody added rs1 anew by hand.

/** Nothing of what lb sends to rs1 comes to a server there. */
function unheard(heard: Changing): void {
	const ports = portsAt(heard, "rs1");
	retrace(heard, "rs1", ports, "requests", () => []);
	answersLost(heard, ports, "rs1", "client");
}

/** How lb's table and its connections have rs1 instead. */
function added(heard: Changing, rule: string, hexadecimal?: string): void {
	const lb = host(heard, "lb");
	replace(lb, "ipvs", /-r 10\.88\.0\.11:80\S* -\w/g, rule);
	if (hexadecimal !== undefined)
		replace(lb, "connections", /0A58000B (0050|1F90)/g, hexadecimal);
}

test("another method: both are named, and rs1 is not blamed", () => {
	const { findings } = judged("sound-dr", (heard) => {
		added(heard, "-r 10.88.0.11:80 -m");
		unheard(heard);
	});
	assert.deepEqual(
		findings.map(({ host, cause, wayOut }) => [`${host}: ${cause}`, wayOut]),
		[
			[
				"lb: sends to rs1 by -m (NAT) at 10.88.0.11:80, and -g (direct routing) is declared",
				"Run lvsctl up, which puts the declared rule back.",
			],
		],
	);
});

test("another method is named where the probe has its answer all the same", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => added(heard, "-r 10.88.0.11:80 -i")),
		[
			"lb: sends to rs1 by -i (a tunnel, ipip) at 10.88.0.11:80, and -g (direct routing) is declared",
		],
	);
});

test("another port: up leaves that rule, so the command that takes it away is told", () => {
	const { findings } = judged("sound-nat", (heard) => {
		added(heard, "-r 10.88.0.11:8090 -m", "0A58000B 1F9A");
		answersLost(heard, portsAt(heard, "rs1"), "lb", "client");
	});
	assert.deepEqual(
		findings.map(({ host, cause, wayOut }) => [`${host}: ${cause}`, wayOut]),
		[
			[
				"lb: sends to rs1 at 10.88.0.11:8090, and 10.88.0.11:8080 is declared",
				"Run lvsctl up, which puts the declared rule back. It leaves the other one, which somebody added: ipvsadm -d -t 10.77.0.70:8080 -r 10.88.0.11:8090",
			],
		],
	);
});

test("a real server that is not declared: IPVS chose it, and nobody declared is blamed", () => {
	const lines = changed("sound-dr", (heard) => {
		added(heard, "-r 10.88.0.99:80 -g", "0A580063 0050");
		unheard(heard);
	});
	assert.deepEqual(lines, [
		"lb: IPVS chose 10.88.0.99:80, which is not declared for -t 10.77.0.70:80",
		"lb: rs1 (10.88.0.11) is not among the real servers of -t 10.77.0.70:80",
	]);
});

test("rs1 by another address of its own, at which it saw the probe", () => {
	const { findings } = judged("sound-dr", (heard) =>
		added(heard, "-r 10.77.0.11:80 -g", "0A4D000B 0050"),
	);
	assert.equal(
		findings[0]?.cause,
		"IPVS chose 10.77.0.11:80, which is not declared for -t 10.77.0.70:80",
	);
	assert.equal(
		findings[0]?.wayOut,
		"lvsctl up leaves what others added. Declare it as a real server, or take it away on lb: ipvsadm -d -t 10.77.0.70:80 -r 10.77.0.11:80",
	);
});

test("a tunnel of another type, or to another port", () => {
	assert.deepEqual(
		changed("sound-tun", (heard) =>
			replace(
				host(heard, "lb"),
				"ipvs",
				/(-r 10\.88\.0\.11:8000 -i -w \d) --tun-type ipip/g,
				"$1 --tun-type gue --tun-port 5555 --tun-nocsum",
			),
		),
		[
			"lb: sends to rs1 by -i (a tunnel, gue to port 5555) at 10.88.0.11:8000, and -i (a tunnel, ipip) is declared",
		],
	);
});
