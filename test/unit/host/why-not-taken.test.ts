import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Layer } from "../../../src/host/found-director.ts";
import type { Asked } from "../../../src/host/out-already.ts";
import { whyNotTaken } from "../../../src/host/why-not-taken.ts";
import {
	directorOf,
	http,
	named,
	ruleOf,
	saying,
} from "../cli/drain/example.ts";

const two = directorOf({}, [1, 1]);
const three = directorOf({}, [1, 1, 1]);
const page = directorOf({ sorry: { page: "away" } }, [1, 1]);
const spare = directorOf({ sorry: "rs3" }, [1, 1, 1]);

type Said = Parameters<typeof saying>[1];

/** Why a drill must not take a real server, by its number, of directors that say so. */
const why = (
	asked: readonly Asked[],
	taken: number,
	service: string | undefined = http,
) => whyNotTaken(asked, { ...other(taken), asked: service }, named);
/** A real server that goes down as its machine is a director too. */
const other = (taken: number) => ({
	name: `rs${taken}`,
	address: `172.18.0.${66 + taken}`,
	asked: undefined,
});
const alone = (
	director: ReturnType<typeof directorOf>,
	taken: number,
	said: Said = {},
) => why([saying(director, said)], taken);
/** The same, with layers that no check of its own laid there. */
const layered = (asked: Asked, layers: Readonly<Record<string, Layer>>) => ({
	...asked,
	out: { ...asked.out, layers: { ...asked.out.layers, ...layers } },
});

const idle = (reason: RegExp | string) =>
	new RegExp(
		`^gets no new connections, so nothing would be measured: ${typeof reason === "string" ? reason : reason.source}\\. Mend that first \\(lvsctl undrain rs2 ends a drain\\), or take another one$`,
	);

suite("a drill on a real server that gets no clients", () => {
	for (const [name, director, said, reason] of [
		["is drained", two, { 2: "drained" }, "rs2 is drained on lb"],
		[
			"fails its check",
			two,
			{ 2: "down" },
			/rs2 fails its check since .*: Connection failed/,
		],
		["has weight 0", directorOf({}, [1, 0]), {}, "rs2 has weight 0"],
		[
			"is the sorry server of others that serve",
			directorOf({ sorry: "rs2" }, [1, 1]),
			{},
			"it is the sorry server of -t 172.18.0.70:80, and enough others serve",
		],
	] as const)
		test(`measures nothing: it ${name}`, () => {
			assert.match(alone(director, 2, said) ?? "", idle(reason));
		});

	test("measures nothing: too few pass, and its sorry server has them", () => {
		const few = directorOf({ quorum: 2, sorry: { page: "away" } }, [1, 1]);
		assert.match(
			why(
				[
					layered(saying(few, { 1: "down" }), {
						[ruleOf(2)]: { weight: 0, by: "sorry" },
					}),
				],
				2,
			) ?? "",
			idle(
				"too few real servers of -t 172.18.0.70:80 pass, and its sorry server has all clients",
			),
		);
	});

	test("measures nothing: another service is asked", () => {
		assert.match(
			why([saying(two, {})], 2, "-t 172.18.0.70:443") ?? "",
			idle("it is no real server of -t 172.18.0.70:443, which is asked"),
		);
	});

	test("counts on the director that has the VIP; where none has it, on any", () => {
		const one = saying(three, {}, "lb1");
		const other = saying(three, { 2: "drained" }, "lb2");
		const without = (asked: Asked): Asked => ({
			...asked,
			out: { ...asked.out, hasVip: false },
		});
		assert.equal(why([one, without(other)], 2), undefined);
		assert.match(why([without(one), other], 2) ?? "", /is drained on lb2/);
		assert.match(
			why([without(one), without(other)], 2) ?? "",
			/is drained on lb2/,
		);
	});

	test("is no matter where the real server only goes down with another role", () => {
		assert.equal(
			whyNotTaken([saying(two, { 2: "drained" })], other(2), named),
			undefined,
		);
	});
});

const nobody = (who: string) =>
	`of -t 172.18.0.70:80 nobody would be left who serves (${who}), and clients would be refused or sent to who fails; mend that first`;

suite("a drill on the last real server that serves", () => {
	test("is refused, with who is out and why", () => {
		assert.equal(
			alone(two, 2, { 1: "drained" }),
			nobody("rs1 is drained on lb"),
		);
		assert.match(
			alone(two, 2, { 1: "down" }) ?? "",
			/serves \(rs1 fails its check since .*: Connection failed\), and/,
		);
		assert.equal(alone(directorOf({}, [0, 1]), 2), nobody("rs1 has weight 0"));
		assert.match(
			alone(three, 2, { 1: "drained", 3: "down" }) ?? "",
			/serves \(rs1 is drained on lb; rs3 fails its check/,
		);
	});

	test("is refused where another director says so, and where it goes down with another role", () => {
		const said = [saying(two, {}, "lb1"), saying(two, { 1: "drained" }, "lb2")];
		assert.equal(why(said, 2), nobody("rs1 is drained on lb2"));
		assert.equal(
			whyNotTaken(said, other(2), named),
			nobody("rs1 is drained on lb2"),
		);
	});

	test("is none where another one serves, or it is the only one that is declared", () => {
		assert.equal(alone(two, 2, { 1: "up", 2: "up" }), undefined);
		assert.equal(alone(three, 2, { 1: "drained" }), undefined);
		assert.equal(alone(directorOf({}, [1]), 1), undefined);
	});

	test("is refused where all others fail, although its service keeps all then: who fails would serve", () => {
		const kept = directorOf({ whenAllFail: "keepAll" }, [1, 1]);
		assert.match(alone(kept, 2, { 1: "down" }) ?? "", /^of .* nobody would/);
	});

	test("is left to the sorry server, if that is well; it is refused where that serves alone", () => {
		assert.equal(alone(page, 2, { 1: "drained" }), undefined);
		assert.equal(alone(spare, 2, { 1: "down", 3: "up" }), undefined);
		assert.match(
			alone(spare, 2, { 1: "drained", 3: "down" }) ?? "",
			/serves \(rs1 is drained on lb; rs3 fails its check/,
		);
		assert.match(
			why(
				[
					layered(saying(spare, { 1: "down", 2: "down" }), {
						[ruleOf(3)]: { weight: 1, by: "sorry" },
					}),
				],
				3,
			) ?? "",
			/^of -t 172\.18\.0\.70:80 nobody would be left/,
		);
	});

	test("is refused below the quorum where others are out, and not where the quorum needs all of them", () => {
		const sorry = { page: "away" };
		const most = directorOf({ quorum: 2, sorry }, [1, 1, 1]);
		assert.equal(
			alone(most, 2, { 1: "drained" }),
			"of -t 172.18.0.70:80 1 real server would be left (rs1 is drained on lb), and its quorum is 2: its sorry server would get all clients; mend that first",
		);
		assert.equal(alone(most, 2), undefined);
		const all = directorOf({ quorum: 2, sorry }, [1, 1]);
		assert.equal(alone(all, 2), undefined);
	});
});
