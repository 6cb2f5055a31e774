import assert from "node:assert/strict";
import { test } from "node:test";
import { vipProblems } from "../../../../src/cli/status/vip-problems.ts";

const host = (name: string) => ({
	component: "web",
	role: "director" as const,
	name,
});

const director = (
	name: string,
	hasVip: boolean | undefined,
	takenOut = false,
) => {
	if (hasVip === undefined)
		return { host: host(name), found: { unseen: "no route" } };
	const role = hasVip ? ("active" as const) : ("standby" as const);
	const vip = { vip: "172.18.0.70", hasVip };
	const failover = { ...vip, found: { role, since: 0, takenOut } };
	return { host: host(name), found: { vip, failover } };
};

test("one of two has the VIP: nothing is wrong", () => {
	assert.deepEqual(
		vipProblems([director("lb1", false), director("lb2", true)]),
		[],
	);
});

test("a single director is none of this", () => {
	assert.deepEqual(vipProblems([{ host: host("lb"), found: {} }]), []);
});

test("both have it", () => {
	assert.match(
		vipProblems([director("lb1", true), director("lb2", true)]).join(),
		/^cluster web: lb1 and lb2 have 172\.18\.0\.70 at the same time \(split brain\)/,
	);
});

test("nobody has it", () => {
	assert.match(
		vipProblems([director("lb1", false), director("lb2", false)]).join(),
		/^cluster web: no director has 172\.18\.0\.70.*journalctl -u lvs-web-failover/,
	);
	assert.match(
		vipProblems([
			director("lb1", false, true),
			director("lb2", false, true),
		]).join(),
		/All are taken out: lvsctl standby NAME --end/,
	);
});

test("nothing is said where the one that was not seen may have it", () => {
	assert.deepEqual(
		vipProblems([director("lb1", false), director("lb2", undefined)]),
		[],
	);
});

const only = (name: string, hasVip: boolean) => ({
	host: host(name),
	found: { vip: { vip: "172.18.0.70", hasVip } },
});

test("a director that has become the only one, and one that is not removed yet: both have it", () => {
	assert.deepEqual(vipProblems([only("lb1", true), director("lb2", true)]), [
		"cluster web: lb1 and lb2 have 172.18.0.70 at the same time (split brain): lb1 is the only director that is declared, and agrees with no other any more. Take the other one out, and run up: lvsctl standby lb2",
	]);
	assert.deepEqual(
		vipProblems([only("lb1", true), director("lb2", false, true)]),
		[],
	);
	assert.deepEqual(
		vipProblems([only("lb1", false), director("lb2", true)]),
		[],
	);
	assert.match(
		vipProblems([only("lb1", true), only("lb2", true)]).join(),
		/^cluster web: lb1 and lb2 have 172\.18\.0\.70 at the same time \(split brain\): .* and agrees with no other/,
	);
	assert.deepEqual(vipProblems([only("lb1", false), only("lb2", false)]), []);
});
