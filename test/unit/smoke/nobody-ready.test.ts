import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { RemoteError } from "../../../src/errors.ts";
import type { Standing } from "../../../src/host/operations/standing.ts";
import { nobodyReady } from "../../../src/smoke/nobody-ready.ts";
import { nobodyTakesOver } from "../../../src/smoke/outage-result.ts";

const directors = ["lb1", "lb2", "lb3"].map((name) => ({
	name,
	host: `director/${name}`,
	cluster: "web",
}));
const reachedBy = (host: string) => ({ address: `${host}.test` });

const agrees = { role: "standby", since: 0, takenOut: false } as const;
const standings: Readonly<Record<string, Standing>> = {
	standby: { found: agrees, hears: true },
	active: { found: { ...agrees, role: "active" }, hears: true },
	out: { found: { ...agrees, role: "fault", takenOut: true }, hears: true },
	fault: { found: { ...agrees, role: "fault" }, hears: true },
	deaf: { found: agrees, hears: false },
	"not agreeing": { found: undefined, hears: true },
};

const away = new RemoteError({
	host: "root@192.0.2.1:22",
	doing: "connect",
	saw: "no answer",
});

/** What is said where lb1 goes down and the others stand so. */
const whyNot = (
	stand: Readonly<Record<string, string>>,
	down = reachedBy("director/lb1"),
) =>
	nobodyReady(
		directors.filter(({ name }) => name === "lb1" || name in stand),
		down,
		reachedBy,
		{
			async ask({ name }) {
				assert.notEqual(name, "lb1");
				const standing = standings[stand[name] ?? ""];
				if (standing === undefined) throw away;
				return standing;
			},
			wait: async () => {},
		},
	);

suite("before an outage takes a director down", () => {
	for (const ready of ["standby", "active"])
		test(`one that stays is ready: ${ready}`, async () => {
			assert.equal(await whyNot({ lb2: ready }), undefined);
			assert.equal(await whyNot({ lb2: "out", lb3: ready }), undefined);
			assert.equal(await whyNot({ lb2: "away", lb3: ready }), undefined);
		});

	for (const [stand, why] of [
		["out", "it is taken out; lvsctl standby lb2 --end"],
		["fault", "one of its links is down"],
		["deaf", "it does not hear of the connections of the others; run up"],
		["not agreeing", "lvs-web-failover does not run there; run up"],
		["away", away.message],
	] as const)
		test(`nobody is ready: ${stand}`, async () => {
			assert.equal(
				await whyNot({ lb2: stand }),
				`no other director is ready. lb2: ${why}`,
			);
		});

	for (const [first, waits] of [
		["not agreeing", 3],
		["fault", 3],
		["deaf", 3],
		["out", 0],
		["away", 0],
	] as const)
		test(`one that was ${first} and is ready three seconds later ${waits === 0 ? "is not waited for" : "is waited for"}`, async () => {
			let waited = 0;
			const lb2 = directors.filter(({ name }) => name !== "lb3");
			const why = await nobodyReady(lb2, reachedBy("director/lb1"), reachedBy, {
				async ask() {
					const standing = standings[waited < 3 ? first : "standby"];
					if (standing === undefined) throw away;
					return standing;
				},
				async wait() {
					waited++;
				},
			});
			assert.equal(waited, waits);
			assert.equal(why === undefined, waits > 0, why);
		});

	test("each that is not ready is named", async () => {
		assert.equal(
			await whyNot({ lb2: "out", lb3: "fault" }),
			"no other director is ready. lb2: it is taken out; lvsctl standby lb2 --end. lb3: one of its links is down",
		);
	});

	test("a machine that is no director: nobody is asked", async () => {
		assert.equal(
			await whyNot({ lb2: "out" }, reachedBy("real-server/rs1")),
			undefined,
		);
	});

	test("the only director: nobody is asked", async () => {
		assert.equal(
			await nobodyReady([], reachedBy("director/lb1"), reachedBy),
			undefined,
		);
	});

	test("the check has failed, and says that nothing was done", () => {
		const { passed, did, saw } = nobodyTakesOver(
			{ event: "director stop", service: "http", limits: { lost: 1 } },
			"lb1",
			"no other director is ready. lb2: one of its links is down",
		);
		assert.equal(passed, false);
		assert.match(did, /^nothing: /);
		assert.match(saw, /lb2: one of its links is down/);
	});
});
