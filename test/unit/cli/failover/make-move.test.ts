import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
	type Doing,
	makeMove,
} from "../../../../src/cli/failover/make-move.ts";

interface Host {
	readonly name: string;
}

const [lb1, lb2, lb3] = [{ name: "lb1" }, { name: "lb2" }, { name: "lb3" }];
const move = {
	cluster: "web",
	vip: "172.18.0.70",
	from: "lb1",
	leave: [lb2, lb1],
	to: lb3,
};

/** Makes a move in which some of what is done fails. Tells what was done, and why it ended. */
async function made(
	out: string | undefined,
	...failing: readonly string[]
): Promise<{ readonly done: readonly string[]; readonly error: string }> {
	const done: string[] = [];
	const act = (what: string) => async (host: Host) => {
		const words = `${host.name} ${what}`;
		done.push(words);
		if (failing.includes(words)) throw new Error(`${words} failed`);
	};
	const doing: Doing<Host> = {
		takeOut: act("leaves"),
		becomesActive: act("has it"),
		letIn: act("is let in"),
	};
	const error = await makeMove(
		{ ...move, ...(out === undefined ? {} : { out }) },
		doing,
	).then(
		() => "",
		(error: Error) => error.message,
	);
	return { done, error };
}

const left = ["lb2 leaves", "lb1 leaves"];
const letIn = ["lb2 is let in", "lb1 is let in"];

suite("a move", () => {
	test("all that left are let in when the target has it, and not before", async () => {
		assert.deepEqual(await made(undefined), {
			done: [...left, "lb3 has it", ...letIn],
			error: "",
		});
	});

	test("the one that is to stay out stays out", async () => {
		assert.deepEqual(await made("lb1"), {
			done: [...left, "lb3 has it", "lb2 is let in"],
			error: "",
		});
	});

	test("the target does not take over: all are let in again, also the one that was to stay out", async () => {
		for (const out of [undefined, "lb1"])
			assert.deepEqual(await made(out, "lb3 has it"), {
				done: [...left, "lb3 has it", ...letIn],
				error: "lb3 has it failed",
			});
	});

	test("one does not leave: nobody after it does, and it is let in again", async () => {
		assert.deepEqual(await made(undefined, "lb2 leaves"), {
			done: ["lb2 leaves", "lb2 is let in"],
			error: "lb2 leaves failed",
		});
	});

	test("one cannot be let in again: the others are, and it is named with the way out", async () => {
		assert.deepEqual(await made(undefined, "lb3 has it", "lb2 is let in"), {
			done: [...left, "lb3 has it", ...letIn],
			error:
				"lb3 has it failed\n  lb2 may be out still: lvsctl standby lb2 --end",
		});
	});

	test("one cannot be let in after the move: that is told, with who has the VIP and the way out", async () => {
		assert.deepEqual(await made(undefined, "lb2 is let in"), {
			done: [...left, "lb3 has it", ...letIn],
			error:
				"lb2 is let in failed\n  lb3 has 172.18.0.70 now, and that is done\n  lb2 may be out still: lvsctl standby lb2 --end",
		});
	});
});
