import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { HalfDoneError, RemoteError } from "../../../../src/errors.ts";
import {
	type Applied,
	changeAtOnce,
} from "../../../../src/host/change/change-at-once.ts";
import { layersFiles } from "../../../../src/host/director-files.ts";
import { exits } from "../../../../src/host/lock.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import type { Execution, Session } from "../../../../src/ssh/session.ts";
import { written } from "../../ipvs/written.ts";

const owner = "web-director";
const service = "-t 172.18.0.70:80";
const rs1 = `${service} -r 172.18.0.67:80`;
const weighing = (weight: number): Desired => ({
	...nothing,
	ipvs: { [service]: "-s wrr", [rs1]: `-g -w ${weight}` },
});
const last: Applied = {
	family: "debian",
	generation: "0123456789abcdef",
	desired: weighing(2),
};

interface Known {
	readonly desired?: Desired;
	/** `nothing`: no state tells of the host. */
	readonly applied?: Applied | "nothing";
}

/** Changes a weight on a host that answers so: `@MARK` stands for the mark of the script. */
async function change(
	answer: Partial<Execution> | Error,
	{ desired = weighing(5), applied = last }: Known = {},
) {
	const scripts: string[] = [];
	const session: Session = {
		host: "root@lb:22",
		run: async (script) => {
			scripts.push(script);
			if (answer instanceof Error) throw answer;
			const [, mark = ""] = /lvs_mark=(\w+)/.exec(script) ?? [];
			const { exit = 0, stdout = "", stderr = "" } = answer;
			return { exit, stdout: stdout.replaceAll("@MARK", `@${mark}`), stderr };
		},
	};
	const done = await changeAtOnce(
		session,
		owner,
		desired,
		applied === "nothing" ? undefined : applied,
	);
	return { ...done, scripts };
}
const looked = `@MARK family
debian
@MARK generation
fedcba9876543210
@MARK ipvs
-A ${service} -s wrr
-a ${rs1} -g -w 5
@MARK end
`;

suite("a change of weights without a look before it", () => {
	test("is one execution, which looks after it", async () => {
		const { observed, changed, scripts } = await change({ stdout: looked });
		assert.equal(changed, true);
		assert.equal(observed?.generation, "fedcba9876543210");
		assert.equal(written(observed?.ipvs ?? new Map())[rs1], "-g -w 5");
		const [script = "", ...others] = scripts;
		assert.deepEqual(others, []);
		// not where somebody changed the host since, or a drain or a check lies over the weights
		assert.ok(script.includes(`"$generation" = ${last.generation}`));
		for (const path of layersFiles(owner))
			assert.ok(script.includes(`[ ! -e ${path} ] || exit ${exits.stale}`));
		assert.ok(script.includes(`-e ${rs1} -g -w 5`));
	});

	for (const [what, options] of [
		["nothing is known of the host", { applied: "nothing" }],
		["the host was started since", { applied: { ...last, generation: "" } }],
		["nothing differs", { desired: weighing(2) }],
		[
			"more differs",
			{ desired: { ...weighing(5), sysctls: { "net.ipv4.ip_forward": "1" } } },
		],
	] as const)
		test(`asks nothing of the host where ${what}`, async () => {
			const asked = await change(new Error("it was asked"), options);
			assert.deepEqual(asked, { changed: false, scripts: [] });
		});

	test("has changed nothing where another operation came between", async () => {
		const { observed, changed } = await change({ exit: exits.stale });
		assert.deepEqual(
			{ observed, changed },
			{ observed: undefined, changed: false },
		);
	});

	test("may have changed something where a rule was missing: a look comes next", async () => {
		const { observed, changed } = await change({
			exit: exits.failed,
			stdout: "@MARK failed\n0 1\n",
			stderr: "No such service\n",
		});
		assert.deepEqual(
			{ observed, changed },
			{ observed: undefined, changed: true },
		);
	});

	const lost = (beforeAnythingRan: boolean) =>
		new RemoteError({
			host: "root@lb:22",
			doing: "apply 1 step",
			saw: "the connection was lost",
			beforeAnythingRan,
		});

	test("is half done where the connection was lost in the middle", async () => {
		const error = lost(false);
		await assert.rejects(change(error), (thrown) => {
			assert.ok(thrown instanceof HalfDoneError);
			assert.equal(thrown.cause, error);
			return true;
		});
		// nor did what follows the change come to its end
		await assert.rejects(
			change({ exit: 1, stdout: "@MARK family\ndebian\n" }),
			HalfDoneError,
		);
	});

	test("is not done at all where there was no connection", async () => {
		const error = lost(true);
		await assert.rejects(change(error), (thrown) => thrown === error);
	});
});
