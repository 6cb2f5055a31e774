import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { formatReport } from "../../../../src/cli/drill/format-report.ts";
import { exitOf, reportOf } from "../../../../src/cli/drill/report.ts";
import type { Ran } from "../../../../src/drill/run-drill.ts";

const answered = (at: number, by: string) => ({
	at,
	answer: { took: 0.12, why: "curl exit 0", by },
});
const ran: Ran = {
	load: {
		requests: [
			answered(99, "rs2"),
			{ at: 102.5, answer: { took: 0, why: "no (refused)", lost: "refused" } },
			answered(105, "rs1"),
			answered(111.5, "rs2"),
		],
		held: [
			{ from: 95, end: { at: 120, whole: true } },
			{ from: 95, end: { at: 101, whole: false }, by: "rs2" },
		],
	},
	eventAt: 100,
	endedAt: 110,
	interrupted: false,
};
const of = (change: Partial<Ran> = {}, limits = {}, upExit?: number) =>
	reportOf(
		{ ...ran, ...change },
		{
			event: "real-server stop",
			machine: "rs2",
			realServer: true,
			url: "http://172.18.0.70/",
			...(upExit === undefined ? {} : { upExit }),
		},
		{ rate: 4, limits },
	);

suite("the report of a drill", () => {
	test("says what was lost, for how long, and what became of limits", () => {
		assert.deepEqual(
			formatReport(of({}, { lost: 0, within: 3 }))
				.split("\n")
				.map((line) => line.trim()),
			[
				"real-server stop rs2",
				"requests sent         4",
				"requests lost         1 (1 refused); the first: no (refused)",
				"longest wait          0.1 s; 0 waited a second or more",
				"last lost one began   2.5 s after the event",
				"back                  no request that began after its end was lost; rs2 answers again after 1.5 s",
				"held connections      1 of 2 survived; broke: 1 to rs2",
				"--lost 0              NOT kept: 1 lost",
				"--within 3            kept: the last began after 2.5 s",
			],
		);
	});

	test("says what was not done, and what must be done by hand", () => {
		assert.equal(
			formatReport(of({ eventAt: undefined as never, notWell: "2 of 9" })),
			"real-server stop rs2: nothing was done: 2 of 9. lvsctl diagnose says where requests end",
		);
		assert.match(
			formatReport(of({ notTakenBack: "take it back: this" })),
			/\ntake it back: this$/,
		);
	});

	for (const [what, exit, report] of [
		["no limit was given", 0, of()],
		["every limit was kept", 0, of({}, { lost: 1, within: 3 })],
		["a limit was not kept", 1, of({}, { lost: 0 })],
		["the service was not well", 1, of({ notWell: "2 of 9" })],
		["it could not be taken back", 3, of({ notTakenBack: "why" })],
		["it was ended early", 130, of({ interrupted: true })],
		["lvsctl up failed", 2, of({}, {}, 2)],
	] as const)
		test(`${what}: exit ${exit}`, () => {
			assert.equal(exitOf(report), exit);
		});
});
