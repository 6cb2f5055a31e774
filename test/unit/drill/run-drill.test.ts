import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Deed } from "../../../src/drill/deed.ts";
import type { Load } from "../../../src/drill/load.ts";
import { runDrill } from "../../../src/drill/run-drill.ts";
import type { RunningLoad } from "../../../src/drill/running-load.ts";

const well: Load = {
	requests: [{ at: 1, answer: { took: 0.1, why: "" } }],
	held: [],
};

/** Runs a drill with all that it does noted, in order. */
async function drilled(
	change: {
		readonly load?: Partial<RunningLoad>;
		readonly deed?: Partial<Deed>;
		readonly signal?: AbortSignal;
		readonly during?: number;
	} = {},
) {
	const did: string[] = [];
	let clock = 10;
	const load: RunningLoad = {
		broken: new Promise(() => {}),
		clock: async () => clock++,
		look: async () => well,
		async stop() {
			did.push("stop");
			return well;
		},
		...change.load,
	};
	const deed: Deed = {
		lasts: true,
		says: "rs2 is off",
		byHand: "switch it on",
		async begin() {
			did.push("begin");
		},
		async end() {
			did.push("end");
		},
		...change.deed,
	};
	const outcome = await runDrill({
		load,
		deed,
		times: { before: 0.01, during: change.during ?? 0.01, after: 0.01 },
		say: (line) => did.push(line),
		signal: change.signal ?? new AbortController().signal,
	}).catch((error: Error) => error);
	return {
		outcome,
		did: did.filter((line) => /^(begin|end|stop|.*NOT.*)$/s.test(line)),
	};
}

suite("a drill", () => {
	test("begins the event, takes it back, and then ends the load", async () => {
		const { outcome, did } = await drilled();
		assert.deepEqual(did, ["begin", "end", "stop"]);
		assert.deepEqual(outcome, {
			eventAt: 10,
			endedAt: 11,
			load: well,
			interrupted: false,
		});
	});

	test("a service that is not well before: nothing happens", async () => {
		const { outcome, did } = await drilled({
			load: {
				look: async () => ({
					requests: [{ at: 1, answer: { took: 0.1, why: "", lost: "reset" } }],
					held: [],
				}),
			},
		});
		assert.deepEqual(did, ["stop"]);
		assert.ok("notWell" in outcome);
	});

	test("an answer that comes late is waited for before the event", async () => {
		const looks: Load[] = [{ requests: [{ at: 1 }], held: [] }];
		const { did } = await drilled({
			load: { look: async () => looks.shift() ?? well },
		});
		assert.deepEqual(did, ["begin", "end", "stop"]);
	});

	test("ended early, it takes back what it did", async () => {
		const controller = new AbortController();
		setTimeout(() => controller.abort(), 50);
		const { outcome, did } = await drilled({
			signal: controller.signal,
			during: 3600,
		});
		assert.deepEqual(did, ["begin", "end", "stop"]);
		assert.ok("interrupted" in outcome && outcome.interrupted);
	});

	test("where the client is lost meanwhile, it takes back what it did, and fails", async () => {
		const lost = new Promise<never>((_, reject) => {
			setTimeout(() => reject(new Error("the client is gone")), 50);
		});
		lost.catch(() => {});
		const { outcome, did } = await drilled({
			load: { broken: lost },
			during: 3600,
		});
		assert.deepEqual(did, ["begin", "end", "stop"]);
		assert.match(String(outcome), /the client is gone/);
	});

	test("an event that fails half-way is taken back, and its error told", async () => {
		const { outcome, did } = await drilled({
			deed: { begin: () => Promise.reject(new Error("no way")) },
		});
		assert.deepEqual(did, ["end", "stop"]);
		assert.match(String(outcome), /no way/);
	});

	test("what cannot be taken back is told, with the command for it, beside what was measured", async () => {
		const { outcome, did } = await drilled({
			deed: { end: () => Promise.reject(new Error("rs2: no answer")) },
		});
		assert.deepEqual(did, ["begin", "stop"]);
		assert.equal(
			"notTakenBack" in outcome && outcome.notTakenBack,
			"the event is NOT taken back: rs2: no answer\n  take it back: switch it on",
		);
	});

	test("where the client is lost just before the event, nothing is done, and nothing is taken back", async () => {
		const { outcome, did } = await drilled({
			load: { clock: () => Promise.reject(new Error("the client is gone")) },
		});
		assert.deepEqual(did, ["stop"]);
		assert.match(String(outcome), /the client is gone/);
	});

	test("what cannot be taken back is told also where the client is lost afterwards", async () => {
		let looks = 0;
		for (const lost of [
			{
				clock: async () => {
					looks += 1;
					if (looks > 1) throw new Error("the client is gone");
					return 1;
				},
			},
			{ stop: () => Promise.reject(new Error("the client is gone")) },
		]) {
			const { outcome } = await drilled({
				load: lost,
				deed: { end: () => Promise.reject(new Error("rs2: no answer")) },
			});
			assert.equal(
				(outcome as Error).message,
				"the client is gone\n  the event is NOT taken back: rs2: no answer\n  take it back: switch it on",
			);
		}
	});

	test("and where the event failed half-way", async () => {
		const { outcome } = await drilled({
			deed: {
				begin: () => Promise.reject(new Error("no way")),
				end: () => Promise.reject(new Error("rs2: no answer")),
			},
		});
		assert.match(String(outcome), /no way\n {2}the event is NOT taken back/);
	});
});
