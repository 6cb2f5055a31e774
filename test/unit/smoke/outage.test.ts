import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { clusterMachines } from "../../../src/components/cluster-machines.ts";
import type { Ran } from "../../../src/drill/run-drill.ts";
import { DeclarationError, RemoteError } from "../../../src/errors.ts";
import type { Layer } from "../../../src/host/found-director.ts";
import type { WhoIsOut } from "../../../src/host/out-already.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { CheckResult } from "../../../src/smoke/check.ts";
import {
	formatResult,
	type ResolvedCheck,
	resolveCheck,
	runInTurn,
} from "../../../src/smoke/checks.ts";
import { notTaken } from "../../../src/smoke/not-taken.ts";
import { outage } from "../../../src/smoke/outage.ts";
import {
	nobodyServes,
	outageResult,
} from "../../../src/smoke/outage-result.ts";
import type { OutageArgs } from "../../../src/smoke/outage-shapes.ts";
import { resolveOutage } from "../../../src/smoke/resolve-outage.ts";
import { runOutage } from "../../../src/smoke/run-outage.ts";
import { spread } from "../../../src/smoke/spread.ts";
import type { Session } from "../../../src/ssh/session.ts";
import { declared } from "../model/declared.ts";

const pair = clusterDoor.parse("web", {
	...declared(),
	page: true,
	directors: {
		lb1: { host: { address: "192.0.2.1" }, address: "172.18.0.65" },
		lb2: { host: { address: "192.0.2.2" }, address: "172.18.0.66" },
	},
	realServers: {
		rs1: { host: { address: "192.0.2.3" }, address: "172.18.0.67" },
		rs2: { host: { address: "192.0.2.4" }, address: "172.18.0.68" },
	},
	services: {
		http: { tcp: 80, scheduler: "rr", check: { http: "/" } },
		tls: { tcp: 443 },
		dns: { udp: 53 },
	},
});
const machines = clusterMachines(pair);
const resolve = (args: Partial<OutageArgs>, lab?: string) =>
	resolveOutage(
		outage({ service: "http", event: "real-server stop", lost: 4, ...args }),
		pair,
		{ machines, lab },
	);

suite("an outage against the cluster", () => {
	test("befalls the machine that is named, and is kept without its connection", () => {
		const { acts, times, limits, url, to, realServer } = resolve({
			machine: "rs2",
			withinSeconds: 6,
			held: "all",
			lastsSeconds: 8,
		});
		assert.deepEqual(
			acts.map(({ name, host, by, lasts }) => ({ name, host, by, lasts })),
			[{ name: "rs2", host: "real-server/rs2", by: "script", lasts: true }],
		);
		assert.doesNotMatch(JSON.stringify(acts), /192\.0\.2/);
		assert.deepEqual(times, { before: 5, during: 8, after: 10 });
		assert.deepEqual(limits, { lost: 4, within: 6, held: "all" });
		assert.deepEqual(
			[url, to, realServer],
			["http://172.18.0.70/", "172.18.0.70:80", true],
		);
	});

	test("of directors each is planned, as only hosts know who has the VIP", () => {
		const { acts, url } = resolve({
			service: "tls",
			event: "director standby",
			url: "/health",
		});
		assert.deepEqual(
			acts.map(({ host }) => host),
			["director/lb1", "director/lb2"],
		);
		assert.equal(url, "https://172.18.0.70/health");
	});

	test("the directors are kept, of which one must be ready where the event takes one down", () => {
		const kept = (args: Partial<OutageArgs>, lab?: string) =>
			resolve(args, lab).directors?.map(({ host }) => host);
		const both = ["director/lb1", "director/lb2"];
		assert.deepEqual(kept({ event: "director stop", machine: "lb1" }), both);
		assert.deepEqual(kept({ event: "director standby" }), both);
		assert.deepEqual(kept({ event: "real-server freeze" }, "/labs/x"), both);
		assert.equal(kept({ event: "agent kill" }), undefined);
		assert.equal(kept({ event: "real-server stop" }), undefined);
		const alone = clusterDoor.parse("web", { ...declared() });
		assert.equal(
			resolveOutage(
				outage({ service: "http", event: "director stop", lost: 0 }),
				alone,
				{ machines: clusterMachines(alone) },
			).directors,
			undefined,
		);
	});

	test("the real servers are kept that it takes away, with what tells whether others serve", () => {
		const taken = (args: Partial<OutageArgs>, lab?: string) =>
			resolve(args, lab).takes;
		const rs2 = { name: "rs2", address: "172.18.0.68" };
		for (const event of ["real-server stop", "real-server lose-vip"] as const) {
			const takes = taken({ event, machine: "rs2" });
			assert.deepEqual(takes?.realServers, {
				"real-server/rs2": { ...rs2, asked: "-t 172.18.0.70:80" },
			});
			assert.deepEqual(
				takes?.directors.map(({ host }) => host),
				["director/lb1", "director/lb2"],
			);
			assert.deepEqual(takes?.names, {
				"172.18.0.67": "rs1",
				"172.18.0.68": "rs2",
			});
			// of checks nothing but what words need; no service by which checks ask
			assert.deepEqual(Object.keys(takes?.balances ?? {}), ["ipvs", "checks"]);
			assert.doesNotMatch(JSON.stringify(takes), /-f \d|"probe"|192\.0\.2/);
		}
		for (const [args, lab] of [
			[{ event: "director stop" }],
			[{ event: "agent kill" }],
			[{ event: "director power-off" }, "/labs/x"],
		] as const)
			assert.equal(taken(args, lab), undefined);
	});

	test("of a director that is a real server too the whole machine is taken away", () => {
		const both = (machine: string) =>
			machines.map((each) =>
				each.name === machine
					? { ...each, connection: { address: "192.0.2.4" } }
					: each,
			);
		const taken = (event: OutageArgs["event"]) =>
			resolveOutage(outage({ service: "http", event, lost: 4 }), pair, {
				machines: both("lb2"),
				lab: "/labs/x",
			}).takes?.realServers;
		assert.deepEqual(taken("director power-off"), {
			"director/lb2": { name: "rs2", address: "172.18.0.68" },
		});
		assert.equal(taken("director stop"), undefined);
	});

	test("what is for labs alone can be rehearsed on a lab", () => {
		const { lab, acts } = resolve({ event: "director power-off" }, "/labs/x");
		assert.equal(lab, "/labs/x");
		assert.equal(acts[0]?.by, "power");
	});

	for (const [name, args, path, says] of [
		["no limit", { lost: undefined }, "lost", /no limit is declared/],
		["half a request", { lost: 1.5 }, "lost", /whole number from 0/],
		["no such limit", { held: "some" }, "held", /"all"/],
		[
			"a word that is near",
			{ withinSecond: 6 },
			"withinSecond",
			/"withinSeconds"/,
		],
		["too many", { rate: 51 }, "rate", /from 1 to 50/],
		["UDP", { service: "dns" }, "service", /is UDP/],
		["no such service", { service: "htp" }, "service", /no service "htp"/],
		[
			"no such event",
			{ event: "real-server stopp" },
			"event",
			/"real-server stop"/,
		],
		["up", { event: "up" }, "event", /lvsctl drill up/],
		[
			"what nothing could take back",
			{ event: "director power-off" },
			"event",
			/only for machines of a lab: nothing of ours could switch it on again/,
		],
		["no such machine", { machine: "rs3" }, "machine", /no real-server "rs3"/],
		["no URL", { url: "ftp://x/" }, "url", /neither a path nor a URL/],
		[
			"a unit of what happens to none",
			{ event: "real-server lose-vip", unit: "nginx" },
			"unit",
			/real-server lose-vip happens to no unit; leave it out/,
		],
		[
			"an agent that is none",
			{ event: "agent kill", unit: "cron" },
			"event",
			/agent kill: lb1: cron is no agent of ours/,
		],
	] as const)
		test(`refused: ${name}`, () => {
			assert.throws(
				() => resolve(args as Partial<OutageArgs>),
				(error) => {
					assert.ok(error instanceof DeclarationError);
					assert.match(error.message, /^outage of cluster web: 1 problem/);
					const [problem] = error.problems;
					assert.equal(problem?.path, path);
					assert.match(problem?.message ?? "", says);
					return true;
				},
			);
		});

	test("a cluster without a second director gives no VIP away", () => {
		const alone = clusterDoor.parse("web", { ...declared() });
		assert.throws(
			() =>
				resolveOutage(
					outage({ service: "http", event: "director split", lost: 0 }),
					alone,
					{ machines: clusterMachines(alone) },
				),
			/its cluster has no other director/,
		);
	});
});

const answered = (at: number) => ({
	at,
	answer: { took: 0.1, why: "curl exit 0", by: "rs1" },
});
const lost = (at: number) => ({
	at,
	answer: { took: 0, why: "no (refused)", lost: "refused" as const },
});
const ran: Ran = {
	load: {
		requests: [answered(99), lost(102.5), answered(105), answered(111)],
		held: [{ from: 95, end: { at: 120, whole: true } }],
	},
	eventAt: 100,
	endedAt: 110,
	interrupted: false,
};
const result = (change: Partial<Ran>, args: Partial<OutageArgs> = {}) =>
	outageResult(
		resolve({ machine: "rs2", ...args }),
		{ name: "rs2", says: "rs2 has its web server stopped" },
		{ ...ran, ...change },
	);

suite("what an outage says", () => {
	test("limits that were kept, with what was seen", () => {
		assert.equal(
			formatResult(result({}, { lost: 1, withinSeconds: 3, held: "all" })),
			`passed: outage of http: real-server stop rs2
  did       4 requests a second to http://172.18.0.70/, 6 connections held, while rs2 has its web server stopped, for 10 s
  expected  1 lost at most, none lost that began later than 3 s, no held connection broken
  saw       1 of 4 lost (1 refused; the first: no (refused)); the last began 2.5 s after the event; 0 of 1 held broke`,
		);
	});

	for (const [name, args] of [
		["one lost too many", { lost: 0 }],
		["one that began too late", { lost: undefined, withinSeconds: 2 }],
	] as const)
		test(`fails for ${name}`, () => {
			assert.equal(result({}, args as Partial<OutageArgs>).passed, false);
		});

	test("fails where it could not begin, and where it was not taken back", () => {
		const { eventAt: _, ...before } = ran;
		const { passed, saw } = outageResult(
			resolve({ machine: "rs2" }),
			{ name: "rs2", says: "" },
			{ ...before, notWell: "2 of 8 requests were lost before it" },
		);
		assert.deepEqual(
			[passed, saw],
			[false, "nothing was done: 2 of 8 requests were lost before it"],
		);
		const kept = result({ notTakenBack: "the event is NOT taken back" });
		assert.equal(kept.passed, false);
		assert.match(kept.saw, /; the event is NOT taken back$/);
	});
});

suite("before an outage takes a real server away", () => {
	const away = new RemoteError({
		host: "lb1",
		doing: "connect",
		saw: "no answer",
	});
	const check: Layer = { weight: 0, by: "check" };
	const rule = (server: string) => `-t 172.18.0.70:80 -r 172.18.0.${server}:80`;
	const failing = (server: string): Partial<WhoIsOut> => ({
		layers: { [rule(server)]: check },
	});
	const drained = (server: string): Partial<WhoIsOut> => ({
		drained: { [`172.18.0.${server}`]: "when lifted" },
		layers: { [rule(server)]: { weight: 0, by: "drain" } },
	});
	/** What is said of rs2 where the directors answer so, the second of which has the VIP, and how often they were asked again. */
	const asked = async (
		said: (name: string, again: number) => Partial<WhoIsOut> | RemoteError,
	) => {
		let again = 0;
		const why = await notTaken(
			resolve({ machine: "rs2" }),
			"real-server/rs2",
			(host) => ({ address: host }),
			{
				async ask({ name }, connection) {
					assert.equal(connection.address, `director/${name}`);
					const answer = said(name, again);
					if (answer instanceof RemoteError) throw answer;
					return {
						...{ hasVip: name === "lb2", drained: {}, layers: {}, health: {} },
						...answer,
					};
				},
				async wait() {
					again++;
				},
			},
		);
		return { why, again };
	};
	const on = (director: string, answer: Partial<WhoIsOut>) => (name: string) =>
		name === director ? answer : {};
	const last =
		"rs2: of -t 172.18.0.70:80 nobody would be left who serves (rs1 is drained on lb1), and clients would be refused or sent to who fails; mend that first";

	test("all are well", async () => {
		assert.deepEqual(await asked(() => ({})), { why: undefined, again: 0 });
	});

	test("it gets no clients: nothing would be measured", async () => {
		assert.deepEqual(await asked(on("lb2", drained("68"))), {
			why: "rs2: gets no new connections, so nothing would be measured: rs2 is drained on lb2. Mend that first (lvsctl undrain rs2 ends a drain), or take another one",
			again: 0,
		});
	});

	test("it is the last one that serves", async () => {
		assert.deepEqual(await asked(on("lb1", drained("67"))), {
			why: last,
			again: 0,
		});
	});

	test("who fails its check may be in again soon, and is waited for", async () => {
		const { why, again } = await asked(on("lb2", failing("67")));
		assert.match(why ?? "", /^rs2: of .* nobody .*172\.18\.0\.67:80 fails its/);
		assert.equal(again, 20);
		assert.deepEqual(
			await asked((name, times) =>
				name === "lb2" && times < 3 ? failing("68") : {},
			),
			{ why: undefined, again: 3 },
		);
	});

	test("a director that is away is left out, and if all are, that is told", async () => {
		const { why } = await asked((name) =>
			name === "lb2" ? away : drained("67"),
		);
		assert.equal(why, last);
		await assert.rejects(
			asked(() => away),
			(error) => error === away,
		);
	});

	test("the check has failed, and says that nothing was done", () => {
		const { passed, did, saw } = nobodyServes(
			resolve({ machine: "rs2" }),
			"rs2",
			last,
		);
		assert.equal(passed, false);
		assert.match(did, /^nothing: /);
		assert.equal(saw, `nothing was done: ${last}`);
	});

	test("nothing is done before they are asked", async () => {
		// nobody listens there
		const closed = (port: number) => ({
			...{ address: "127.0.0.1", port },
			connectSeconds: 1,
		});
		const client: Session = {
			host: "client",
			run: () => assert.fail("no request may be sent"),
		};
		await assert.rejects(
			runOutage(resolve({ machine: "rs2" }), client, {
				...{ "director/lb1": closed(1), "director/lb2": closed(2) },
				"real-server/rs2": closed(3),
			}),
			(error) => error instanceof RemoteError && /^lb1: /.test(error.message),
		);
	});

	test("a state of an earlier version says nobody to ask", async () => {
		const { takes: _, ...earlier } = resolve({ machine: "rs2" });
		assert.equal(
			await notTaken(earlier, "real-server/rs2", () => assert.fail()),
			undefined,
		);
	});
});

suite("checks in turn", () => {
	const checks: readonly ResolvedCheck[] = [
		resolve({ machine: "rs1" }),
		resolveCheck(spread({ service: "http", requests: 4 }), pair),
		resolve({ machine: "rs2" }),
	];
	const turn = async (failing?: string) => {
		const order: string[] = [];
		const results = await runInTurn(checks, async (check) => {
			const name =
				check.kind === "outage" ? `outage ${check.acts[0]?.name}` : check.kind;
			order.push(name);
			return { check: name, passed: name !== failing } as CheckResult;
		});
		return { order, passed: results.map(({ passed }) => passed) };
	};

	test("outages come last, one after the other, and results in the order of the checks", async () => {
		assert.deepEqual(await turn(), {
			order: ["spread", "outage rs1", "outage rs2"],
			passed: [true, true, true],
		});
	});

	test("where another check failed, nothing is taken away", async () => {
		assert.deepEqual(await turn("spread"), {
			order: ["spread"],
			passed: [false, false, false],
		});
		assert.deepEqual(await turn("outage rs1"), {
			order: ["spread", "outage rs1"],
			passed: [false, true, false],
		});
	});
});
