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
const http = "-t 172.18.0.70:80";
const standing = (
	found: Standing["found"],
	more: Partial<Standing> = {},
): Standing => ({
	...{ found, hears: true, problems: [], serves: { [http]: true } },
	...more,
});
const halted =
	"keepalived of lvs-web-failover stands still, as a signal has stopped it: this director neither takes 172.18.0.70 nor gives it away. Restart it: systemctl restart lvs-web-failover";
const nobody = { serves: { [http]: false } };
const standings: Readonly<Record<string, Standing>> = {
	standby: standing(agrees),
	active: standing({ ...agrees, role: "active" }),
	out: standing({ ...agrees, role: "fault", takenOut: true }),
	fault: standing({ ...agrees, role: "fault" }),
	deaf: standing(agrees, { hears: false }),
	"not agreeing": standing(undefined),
	halted: standing(agrees, { problems: [halted] }),
	"without room": standing(agrees, {
		problems: ["no room is left in /run/pulumi-lvs/web-director: make room"],
	}),
	dark: standing(agrees, nobody),
	"active, dark": standing({ ...agrees, role: "active" }, nobody),
};

const away = new RemoteError({
	host: "root@192.0.2.1:22",
	doing: "connect",
	saw: "no answer",
});

/** What is said where lb1, which has the VIP unless said otherwise, goes down and the others stand so. */
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
				const found = standings[{ lb1: "active", ...stand }[name] ?? ""];
				if (found === undefined) throw away;
				return found;
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

	test("one that is ready though its other problems are told", async () => {
		assert.equal(await whyNot({ lb2: "without room" }), undefined);
	});

	test("one where nobody serves is not, unless nobody serves either at the one that has the VIP", async () => {
		assert.equal(await whyNot({ lb2: "dark", lb3: "standby" }), undefined);
		// it keeps the VIP
		assert.equal(
			await whyNot({ lb1: "standby", lb2: "active, dark" }),
			undefined,
		);
		for (const lb1 of ["active, dark", "fault", "away"])
			assert.equal(await whyNot({ lb1, lb2: "dark" }), undefined);
	});

	for (const [stand, why] of [
		["halted", halted],
		[
			"dark",
			`no real server of ${http} gets clients there, and one does on lb1; lvsctl status says why`,
		],
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
		["halted", 3],
		["dark", 3],
		["out", 0],
		["away", 0],
	] as const)
		test(`one that was ${first} and is ready three seconds later ${waits === 0 ? "is not waited for" : "is waited for"}`, async () => {
			let waited = 0;
			const lb2 = directors.filter(({ name }) => name !== "lb3");
			const why = await nobodyReady(lb2, reachedBy("director/lb1"), reachedBy, {
				async ask({ name }) {
					const stand = waited < 3 ? first : "standby";
					const found = standings[name === "lb1" ? "active" : stand];
					if (found === undefined) throw away;
					return found;
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
