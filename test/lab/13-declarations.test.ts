import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { converge } from "../../src/host/change/converge.ts";
import { plan } from "../../src/host/change/plan.ts";
import { withdraw } from "../../src/host/change/withdraw.ts";
import { localise } from "../../src/host/kinds/localise.ts";
import { observe } from "../../src/host/look/observe.ts";
import { lab as machines } from "../../src/lab/index.ts";
import { clusterDoor } from "../../src/model/cluster-door.ts";
import type { Desired } from "../../src/model/desired.ts";
import { renderDirector } from "../../src/render/director.ts";
import type { Session } from "../../src/ssh/session.ts";
import { withSession } from "../../src/ssh/with-session.ts";
import { written } from "../unit/ipvs/written.ts";
import { validDeclaration } from "../unit/model/arbitrary.ts";
import { sharedLab } from "./shared-lab.ts";

// A sample of the properties that test/unit/host/change/declarations.test.ts checks on a model of the kernel, on a real one.
// What a real kernel does not do shows the model's mistakes. A failure names its seed: SEED=N runs the same again.

const owner = "web-director";
const foreign = { "-t 172.18.0.66:8443": "-s rr" };
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

describe(`declarations on a real kernel, seed ${seed}`, () => {
	const lab = sharedLab({
		links: { lan: "172.18.0.0/24" },
		machines: { lb: { lan: "172.18.0.66" } },
	});
	const onDirector = <Result>(work: (session: Session) => Promise<Result>) => {
		const before = process.env.LVS_STATE_HOME;
		process.env.LVS_STATE_HOME = lab().environment.LVS_STATE_HOME;
		const { lb } = machines(lab().folder);
		if (before === undefined) delete process.env.LVS_STATE_HOME;
		else process.env.LVS_STATE_HOME = before;
		assert.ok(lb !== undefined);
		return withSession(lb, work);
	};
	const desiredOf = (declaration: unknown): Desired => {
		const cluster = clusterDoor.parse("web", declaration);
		const [director] = cluster.directors;
		assert.ok(director !== undefined);
		return renderDirector(cluster, director);
	};
	const sample = fc
		.sample(
			// every kernel of the lab has all schedulers but this one
			validDeclaration.filter((one) => !JSON.stringify(one).includes("twos")),
			{ numRuns: 5, seed },
		)
		.map(desiredOf);

	test("from any to any other: the table is as the last says, the plan is empty, and what others have stays", async () => {
		await onDirector(async (session) => {
			await session.run(
				"modprobe ip_vs; ipvsadm -A -t 172.18.0.66:8443 -s rr",
				{
					doing: "somebody else's service",
					timeoutSeconds: 30,
				},
			);
			for (const [index, desired] of sample.entries()) {
				const after = await converge(session, owner, desired);
				const said = `declaration ${index} of seed ${seed}`;
				assert.deepEqual(
					written(after.ipvs),
					{ ...desired.ipvs, ...foreign },
					said,
				);
				assert.deepEqual(after.nftables, desired.nftables, said);
				const again = await observe(session, owner, desired);
				assert.deepEqual(
					plan(owner, localise(desired, again.family), again),
					[],
					said,
				);
			}
		});
	});

	test("the last one's removal leaves nothing of any", async () => {
		const last = sample.at(-1);
		assert.ok(last !== undefined);
		await onDirector(async (session) => {
			await withdraw(session, owner, last);
			const after = await observe(session, owner, last);
			assert.deepEqual(written(after.ipvs), foreign);
			assert.deepEqual(after.nftables, {});
			assert.equal(after.record, undefined);
		});
	});
});
