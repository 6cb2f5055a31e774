import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
	type Decision,
	decideHandOver,
	decideStandBy,
} from "../../../../src/cli/failover/decide-move.ts";
import { directors, haltedLine, type State, vip } from "./directors.ts";

type Found = Readonly<Record<string, State>>;

/** In one line: who had it, who leaves, who has it then, who stays out; or the refusal. */
function line(decision: Decision): string {
	if ("refused" in decision)
		return `${decision.refused.path}: ${decision.refused.message}`;
	const { cluster, from, leave, to, out } = decision;
	assert.deepEqual([cluster, decision.vip], ["web", vip]);
	return [
		`${from ?? "nobody"} -> ${to.name}`,
		...leave.map(({ name }) => `${name} leaves`),
		...(out === undefined ? [] : [`${out} stays out`]),
	].join(", ");
}

const none = `directors: no other director is ready to have ${vip}, and nothing was changed.`;

/** Why a director is not to have the VIP where no real server passes there. */
const darkThere =
	"every real server of -t 172.18.0.70:80 fails its check there, and not every one on lb1; lvsctl status says why";

const handOvers: readonly (readonly [
	why: string,
	found: Found,
	to: string | undefined,
	expected: string,
])[] = [
	[
		"to the other one",
		{ lb1: "active", lb2: "standby" },
		undefined,
		"lb1 -> lb2, lb1 leaves",
	],
	[
		"and back",
		{ lb1: "standby", lb2: "active" },
		undefined,
		"lb2 -> lb1, lb2 leaves",
	],
	[
		"without a name, the first in the order of the declaration that is ready, though others come before it",
		{ lb1: "drifted", lb2: "active", lb3: "standby", lb4: "standby" },
		undefined,
		"lb2 -> lb3, lb1 leaves, lb4 leaves, lb2 leaves",
	],
	[
		"to the last one: all others leave meanwhile, the one that has it last",
		{ lb1: "active", lb2: "standby", lb3: "standby" },
		"lb3",
		"lb1 -> lb3, lb2 leaves, lb1 leaves",
	],
	[
		"one that is out or away need not leave, and is not let in afterwards",
		{ lb1: "active", lb2: "out", lb3: "away", lb4: "standby" },
		"lb4",
		"lb1 -> lb4, lb1 leaves",
	],
	[
		"one that does not agree may begin to, and leaves too",
		{ lb1: "active", lb2: "not agreeing", lb3: "standby" },
		"lb3",
		"lb1 -> lb3, lb2 leaves, lb1 leaves",
	],
	[
		"to the one that has it: nothing is done, whatever else is wrong with it",
		{ lb1: "active, drifted", lb2: "standby" },
		"lb1",
		"lb1 -> lb1",
	],
	[
		"nobody has it",
		{ lb1: "fault", lb2: "standby" },
		undefined,
		"nobody -> lb2, lb1 leaves",
	],
	[
		"who has it may be out of order",
		{ lb1: "active, drifted", lb2: "standby" },
		"lb2",
		"lb1 -> lb2, lb1 leaves",
	],
	[
		"to one that is away",
		{ lb1: "active", lb2: "away" },
		"lb2",
		"lb2: cannot take it over: root@192.0.2.1:22: connect: no answer",
	],
	[
		"to one that is out",
		{ lb1: "active", lb2: "out" },
		"lb2",
		"lb2: cannot take it over: it is taken out; lvsctl standby lb2 --end",
	],
	[
		"to one with a link that is down",
		{ lb1: "active", lb2: "fault" },
		"lb2",
		"lb2: cannot take it over: one of its links is down",
	],
	[
		"to one whose check fails",
		{ lb1: "active", lb2: "fault, by its check" },
		"lb2",
		"lb2: cannot take it over: its check fails: /look exits with 1",
	],
	[
		"to one whose keepalived does not run",
		{ lb1: "active", lb2: "not agreeing" },
		"lb2",
		"lb2: cannot take it over: lvs-web-failover does not run there; run up",
	],
	[
		"to one that is not as declared",
		{ lb1: "active", lb2: "drifted" },
		"lb2",
		"lb2: cannot take it over: it is not as declared (start keepalived, and 1 more); run up",
	],
	[
		"to one that up would refuse",
		{ lb1: "active", lb2: "refused" },
		"lb2",
		"lb2: cannot take it over: up would refuse it: table ip split drops adverts. Let them through",
	],
	[
		"to one whose keepalived a signal has stopped",
		{ lb1: "active", lb2: "halted" },
		"lb2",
		`lb2: cannot take it over: ${haltedLine}`,
	],
	[
		"one that a signal has stopped is passed over, and could not leave",
		{ lb1: "active", lb2: "halted", lb3: "standby" },
		undefined,
		"lb1 -> lb3, lb1 leaves",
	],
	[
		"away from one whose keepalived stands still: nobody else could make it leave",
		{ lb1: "standby", lb2: "active, halted" },
		"lb1",
		"lb2 -> lb1, lb2 leaves",
	],
	[
		"to one without room, or where nobody is checked or another cluster's keepalived stands still",
		{ lb1: "active", lb2: "without room" },
		"lb2",
		"lb1 -> lb2, lb1 leaves",
	],
	...(["dark", "dark, all kept", "dark from the beginning"] as const).map(
		(state) =>
			[
				`to one where every real server fails: ${state}`,
				{ lb1: "active", lb2: state },
				"lb2",
				`lb2: cannot take it over: ${darkThere}`,
			] as const,
	),
	...(["dark by a drain", "below its quorum"] as const).map(
		(state) =>
			[
				`to one where no real server gets clients: ${state}`,
				{ lb1: "active", lb2: state },
				"lb2",
				"lb2: cannot take it over: no real server of -t 172.18.0.70:80 that passes gets clients there, and one does on lb1; lvsctl status says why",
			] as const,
	),
	...(["half dark", "rising"] as const).map(
		(state) =>
			[
				`to one where one still serves: ${state}`,
				{ lb1: "active", lb2: state },
				"lb2",
				"lb1 -> lb2, lb1 leaves",
			] as const,
	),
	[
		"a director where every real server fails is passed over",
		{ lb1: "active", lb2: "dark", lb3: "standby" },
		undefined,
		"lb1 -> lb3, lb2 leaves, lb1 leaves",
	],
	[
		"where nobody serves at who has it either, the move may be the rescue",
		{ lb1: "active, dark", lb2: "dark" },
		"lb2",
		"lb1 -> lb2, lb1 leaves",
	],
	[
		"and goes rather to one where somebody serves",
		{ lb1: "active, dark", lb2: "dark", lb3: "half dark" },
		undefined,
		"lb1 -> lb3, lb2 leaves, lb1 leaves",
	],
	[
		"nobody has it: any that would take it, rather one where somebody serves",
		{ lb1: "fault", lb2: "dark", lb3: "standby" },
		undefined,
		"nobody -> lb3, lb1 leaves, lb2 leaves",
	],
	[
		"nobody has it, and nobody serves anywhere",
		{ lb1: "fault", lb2: "dark" },
		undefined,
		"nobody -> lb2, lb1 leaves",
	],
	[
		"nobody is ready, each with its reason",
		{ lb1: "active", lb2: "out", lb3: "fault" },
		undefined,
		`${none} lb2: it is taken out; lvsctl standby lb2 --end. lb3: one of its links is down`,
	],
	[
		"nobody is ready and nobody has it",
		{ lb1: "out", lb2: "fault" },
		undefined,
		`${none} lb1: it is taken out; lvsctl standby lb1 --end. lb2: one of its links is down`,
	],
	[
		"split in two: one that leaves would come back",
		{ lb1: "active", lb2: "active", lb3: "standby" },
		"lb2",
		`lb2: lb1 and lb2 have ${vip} at the same time, and lvsctl status says what to do; lvsctl standby takes one of them out`,
	],
];

suite("a hand-over", () => {
	for (const [why, found, to, expected] of handOvers)
		test(why, () => {
			assert.equal(line(decideHandOver(directors(found), to)), expected);
		});
});

suite("where preemptSeconds is declared, a hand-over", () => {
	const back = (seconds: number, when: string) =>
		[
			seconds,
			`lb2: lb1 would take ${vip} back ${when}, as preemptSeconds says, and nothing was changed; lvsctl standby lb1 keeps it out`,
		] as const;
	for (const [seconds, expected] of [
		back(30, "after 30 s"),
		back(0, "at once"),
	])
		for (const to of ["lb2", undefined])
			test(`to ${to ?? "the next one"} would be undone: ${seconds} s`, () => {
				const all = directors(
					{ lb1: "active", lb2: "standby" },
					{ preemptSeconds: seconds },
				);
				assert.equal(line(decideHandOver(all, to)), expected);
			});

	for (const [found, to, expected] of [
		[{ lb1: "standby", lb2: "active" }, "lb1", "lb2 -> lb1, lb2 leaves"],
		[{ lb1: "out", lb2: "active", lb3: "standby" }, "lb2", "lb2 -> lb2"],
		[{ lb1: "fault", lb2: "standby" }, "lb2", "nobody -> lb2, lb1 leaves"],
		[{ lb1: "standby", lb2: "active" }, "lb2", "lb2 -> lb2"],
	] as const satisfies readonly (readonly [Found, string, string])[])
		test(`that nobody undoes is made: ${expected} of ${Object.values(found).join(", ")}`, () => {
			const all = directors(found, { preemptSeconds: 30 });
			assert.equal(line(decideHandOver(all, to)), expected);
		});
});

const standBys: readonly (readonly [
	why: string,
	found: Found,
	name: string,
	expected: string,
])[] = [
	[
		"beside one that is the only one by now",
		{ lb1: "alone, has it", lb2: "active" },
		"lb2",
		"lb2 -> lb1, lb2 leaves, lb2 stays out",
	],
	[
		"who has it gives it to the next one that is ready, and those before that one do not take it meanwhile",
		{ lb1: "active", lb2: "drifted", lb3: "standby", lb4: "standby" },
		"lb1",
		"lb1 -> lb3, lb2 leaves, lb1 leaves, lb1 stays out",
	],
	[
		"of those before that one who is out or away is left alone",
		{ lb1: "away", lb2: "out", lb3: "standby", lb4: "active" },
		"lb4",
		"lb4 -> lb3, lb4 leaves, lb4 stays out",
	],
	[
		"who has it not leaves those that have alone, though they are out of order",
		{ lb1: "active, drifted", lb2: "standby" },
		"lb2",
		"lb1 -> lb1, lb2 leaves, lb2 stays out",
	],
	[
		"who is out already stays out",
		{ lb1: "active", lb2: "out" },
		"lb2",
		"lb1 -> lb1, lb2 stays out",
	],
	[
		"who is out and has it all the same leaves",
		{ lb1: "out, has it", lb2: "standby" },
		"lb1",
		"lb1 -> lb2, lb1 leaves, lb1 stays out",
	],
	[
		"nobody has it: the one that is to leave does not get it",
		{ lb1: "standby", lb2: "standby" },
		"lb1",
		"nobody -> lb2, lb1 leaves, lb1 stays out",
	],
	[
		"split in two: the other one keeps it, whatever else is wrong with it",
		{ lb1: "active", lb2: "active, drifted" },
		"lb1",
		"lb1 -> lb2, lb1 leaves, lb1 stays out",
	],
	[
		"one that a signal has stopped, or where every real server fails, does not get it",
		{ lb1: "active", lb2: "halted", lb3: "dark", lb4: "standby" },
		"lb1",
		"lb1 -> lb4, lb3 leaves, lb1 leaves, lb1 stays out",
	],
	[
		"and there is no other one",
		{ lb1: "active", lb2: "halted", lb3: "dark" },
		"lb1",
		`${none} lb2: ${haltedLine}. lb3: ${darkThere}`,
	],
	[
		"who stays without it may be the only one where somebody serves",
		{ lb1: "active, dark", lb2: "standby" },
		"lb2",
		"lb1 -> lb1, lb2 leaves, lb2 stays out",
	],
	[
		"nobody else is ready",
		{ lb1: "active", lb2: "out", lb3: "away" },
		"lb1",
		`${none} lb2: it is taken out; lvsctl standby lb2 --end. lb3: root@192.0.2.1:22: connect: no answer`,
	],
];

suite("a director is taken out", () => {
	for (const [why, found, name, expected] of standBys)
		test(why, () => {
			assert.equal(line(decideStandBy(directors(found), name)), expected);
		});

	test("and preemptSeconds would bring the VIP to one that is not ready: refused, with who that is", () => {
		const all = (found: Found) => directors(found, { preemptSeconds: 30 });
		const found = { lb1: "active", lb2: "drifted", lb3: "standby" } as const;
		assert.equal(
			line(decideStandBy(all(found), "lb1")),
			`lb1: lb3 would get ${vip}, and lb2 would take ${vip} back after 30 s, as preemptSeconds says, but is not ready: it is not as declared (start keepalived, and 1 more); run up. Nothing was changed; mend that first, or keep it out: lvsctl standby lb2`,
		);
		for (const [harmless, name, expected] of [
			// the one that leaves takes nothing back
			[{ ...found, lb2: "standby" }, "lb1", "lb1 -> lb2, lb1 leaves"],
			[{ ...found, lb2: "out" }, "lb1", "lb1 -> lb3, lb1 leaves"],
			// the VIP stays where it is
			[
				{ lb1: "drifted", lb2: "standby", lb3: "active" },
				"lb2",
				"lb3 -> lb3, lb2 leaves",
			],
		] as const)
			assert.equal(
				line(decideStandBy(all(harmless), name)),
				`${expected}, ${name} stays out`,
			);
		assert.equal(
			line(
				decideStandBy(
					all({ lb1: "active, dark", lb2: "dark", lb3: "standby" }),
					"lb1",
				),
			),
			`lb1: lb3 would get ${vip}, and lb2 would take ${vip} back after 30 s, as preemptSeconds says, but is not ready: every real server of -t 172.18.0.70:80 fails its check there. Nothing was changed; mend that first, or keep it out: lvsctl standby lb2`,
		);
	});
});
