import assert from "node:assert/strict";
import { test } from "node:test";
import { planProbes } from "../../../src/diagnose/plan-probes.ts";
import { askedOf, probeScript } from "../../../src/diagnose/probe.ts";
import { targetsOf } from "../../../src/diagnose/target.ts";
import type { CheckDeclaration } from "../../../src/model/check-declaration.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { DesiredPage } from "../../../src/model/desired.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { type Changing, judged } from "./changed.ts";
import { portsAt, saidOf } from "./traced.ts";

// Which page a probe asks for, and which answers of a server are bad.

function targets(tcp: number, check?: CheckDeclaration, forwarding = "dr") {
	const cluster = clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding,
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
		},
		realServers: {
			rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		},
		services: { site: { tcp, ...(check === undefined ? {} : { check }) } },
	});
	const [lb] = cluster.directors;
	assert.ok(lb);
	return targetsOf(
		{
			component: "web",
			name: "lb",
			vip: "172.18.0.70",
			connection: { address: "192.0.2.1" },
			desired: renderDirector(cluster, lb),
		},
		[],
	);
}

const asked = (...[tcp, check, forwarding]: Parameters<typeof targets>) => {
	const [planned] = planProbes(targets(tcp, check, forwarding), 61000);
	assert.ok(planned);
	return planned.probe;
};

test("a probe asks for what the check of the service asks for, by its way and with its name", () => {
	const check = { https: "/health?full=1", hostName: "api.example" };
	for (const forwarding of ["dr", "nat"])
		assert.equal(
			askedOf(asked(9443, check, forwarding)),
			"https://172.18.0.70:9443/health?full=1 as api.example",
		);
	const script = probeScript([asked(9443, check)]);
	assert.match(script, /--resolve api\.example:9443:172\.18\.0\.70 /);
	assert.match(script, /-H 'Host: api\.example' /);
	assert.match(script, /'?https:\/\/api\.example:9443\/health\?full=1'? 2>&1/);
});

test("without a check of a page, and where it asks another port, the first page is asked for, if the port is one of pages", () => {
	for (const [tcp, check, says] of [
		[80, undefined, "http://172.18.0.70:80/"],
		[80, { tcp: true }, "http://172.18.0.70:80/"],
		[80, { http: "/health", port: 9000 }, "http://172.18.0.70:80/"],
		[3306, undefined, "tcp://172.18.0.70:3306/"],
		[3306, { http: "/health" }, "http://172.18.0.70:3306/health"],
	] as const)
		assert.equal(askedOf(asked(tcp, check)), says);
	assert.doesNotMatch(probeScript([asked(80)]), /--resolve/);
});

const page: DesiredPage = {
	kind: "http",
	port: 80,
	path: "/health",
	hostName: "api.example",
	status: [200, 404],
};

/** What is said where every probe ended so. */
function said(words: string, asksFor?: DesiredPage) {
	return judged("sound-dr", (heard: Changing) => {
		heard.said = heard.said
			.split("\n")
			.map((line) => line.replace(/^(\d+) .*/, `$1 ${words}`))
			.join("\n");
		if (asksFor === undefined) return;
		heard.targets = heard.targets.map((target) => ({
			...target,
			page: asksFor,
		}));
		Object.assign(heard, {
			planned: heard.planned.map(({ target, probe }) => ({
				target,
				probe: { ...probe, page: asksFor },
			})),
		});
	});
}

const noName =
	"35 000 0.1 0.2 curl: (35) error:0A000458:SSL routines::tlsv1 unrecognized name";

for (const [words, note] of [
	["0 404 0.1 0.2", "answered 404 to http://10.77.0.70:80/"],
	["0 401 0.1 0.2", "answered 401 to http://10.77.0.70:80/"],
	["0 403 0.1 0.2", "answered 403 to http://10.77.0.70:80/"],
	["0 421 0.1 0.2", "answered 421 to http://10.77.0.70:80/"],
	[
		noName,
		"refused TLS without the name of a site: error:0A000458:SSL routines::tlsv1 unrecognized name",
	],
] as const)
	test(`nobody says which page is served, and the server ${note}: the way is good, and that is noted`, () => {
		const { findings, good, notes } = said(words);
		assert.deepEqual(findings, []);
		assert.ok(good.every((line) => line.includes("every hop good")));
		assert.ok(
			notes.some((line) =>
				line.startsWith(`-t 10.77.0.70:80 -> rs1: ${note}; the way there`),
			),
			notes.join("\n"),
		);
	});

test("of the page that the check asks for, what the check takes for good is good, and the rest is not", () => {
	for (const [words, says] of [
		["0 200 0.1 0.2", undefined],
		["0 404 0.1 0.2", undefined],
		[
			"0 410 0.1 0.2",
			"answered 410 in 200 ms to http://10.77.0.70:80/health as api.example",
		],
		[
			"0 403 0.1 0.2",
			"answered 403 in 200 ms to http://10.77.0.70:80/health as api.example",
		],
		[
			"0 302 0.1 0.2",
			"answered 302 in 200 ms to http://10.77.0.70:80/health as api.example",
		],
		[
			"0 503 0.1 0.2",
			"answered 503 in 200 ms to http://10.77.0.70:80/health as api.example",
		],
		[
			noName,
			"accepted, and TLS failed: error:0A000458:SSL routines::tlsv1 unrecognized name",
		],
	] as const) {
		const { findings, notes } = said(words, page);
		assert.equal(findings[0]?.cause, says, words);
		assert.ok(!notes.join("\n").includes("the way there"), words);
	}
	const sorry = { ...page, status: [503] };
	assert.deepEqual(said("0 503 0.1 0.2", sorry).findings, []);
});

for (const status of [403, 404])
	test(`rs1 answers ${status} and rs2 the page, to the same question: rs1 is named, without a check too`, () => {
		const refuses = (only?: string) =>
			judged("sound-dr", (heard) => {
				saidOf(heard, portsAt(heard, "rs1"), `0 ${status} 0.1 0.2`);
				if (only !== undefined) Object.assign(heard, { only });
			});
		const { findings, good, notes } = refuses();
		assert.deepEqual(
			findings.map(({ host, cause }) => `${host}: ${cause}`),
			[
				`rs1: answered ${status} to http://10.77.0.70:80/, and rs2 answered 200`,
			],
		);
		assert.ok(!good.some((line) => line.includes("rs1")), good.join("\n"));
		assert.ok(!notes.join("\n").includes("the way there"));
		assert.equal(refuses("rs1").findings.length, 1);
		assert.deepEqual(refuses("rs2").findings, []);
	});
