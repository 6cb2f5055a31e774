import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
	judgeStandby,
	type SeenDirector,
} from "../../../../src/cli/diagnose/judge-standby.ts";
import { lookAtDirectors } from "../../../../src/cli/diagnose/look-at-directors.ts";
import type { Found, lookAt } from "../../../../src/cli/status/look-at.ts";
import type { HostInputs } from "../../../../src/provider/host-inputs.ts";

const vip = "172.18.0.70";
const failover = (
	hasVip: boolean,
	found: NonNullable<SeenDirector["found"]["failover"]>["found"],
) => ({ vip, hasVip, found });
const state = (role: "active" | "standby" | "fault", takenOut = false) => ({
	role,
	since: 0,
	takenOut,
});

const seenAs = (
	name: string,
	hasVip: boolean,
	more: Partial<SeenDirector["found"]> = {},
): SeenDirector => ({
	host: { component: "web", name },
	found: {
		vip: { vip, hasVip },
		failover: failover(hasVip, state(hasVip ? "active" : "standby")),
		drift: [],
		refused: [],
		agentProblems: [],
		...more,
	},
});

/** What is said of lb2, where the probes went to lb1. */
const judged = (more: Partial<SeenDirector["found"]>, hasVip = false) => {
	const lb1 = seenAs("lb1", true);
	const lb2 = seenAs("lb2", hasVip, more);
	return judgeStandby(
		[lb1, lb2],
		new Set([lb1.host, ...(hasVip ? [lb2.host] : [])]),
	);
};
const causes = ({ findings }: ReturnType<typeof judged>) =>
	findings.map(({ host, cause }) => `${host}: ${cause}`);

suite("a director on standby, to which no probe goes,", () => {
	test("is named where it is not as declared, with all that was seen", () => {
		const verdict = judged({
			drift: [
				"add the service -t 172.18.0.70:80: missing",
				"set net.ipv4.ip_forward to 1: it is 0",
			],
		});
		assert.deepEqual(causes(verdict), [
			"lb2: on standby, and would not serve as declared with the VIP: add the service -t 172.18.0.70:80: missing (and 1 more)",
		]);
		assert.equal(verdict.findings[0]?.evidence.length, 2);
		assert.match(verdict.findings[0]?.wayOut ?? "", /lvsctl up/);
	});

	test("is named where a filter is closed, its checks do not work, or it could not take the VIP", () => {
		for (const [more, says] of [
			[{ refused: ["table inet fw, chain input drops"] }, /: table inet fw/],
			[{ agentProblems: ["keepalived runs, and nothing"] }, /: keepalived/],
			[
				{ failover: failover(false, undefined) },
				/: its keepalived does not run, so it does not take 172\.18\.0\.70$/,
			],
			[
				{ failover: failover(false, state("fault")) },
				/, as one of its links is down$/,
			],
			[
				{
					failover: failover(false, {
						...state("fault"),
						failedCheck: "/usr/local/sbin/look: exit 1",
					}),
				},
				/, as its check fails: \/usr\/local\/sbin\/look: exit 1$/,
			],
		] as const) {
			const [cause = ""] = causes(judged(more));
			assert.match(cause, /^lb2: on standby, and would not serve/);
			assert.match(cause, says);
		}
	});

	test("is a note where it is in order or taken out, and one that was not looked at makes the answer incomplete", () => {
		const good = judged({});
		assert.deepEqual(good.findings, []);
		assert.deepEqual(good.notes, [
			"lb2 is on standby, and would serve as declared; no probe went there",
		]);
		assert.deepEqual(good.unseen, []);
		const line = "start lvs-web-director-watch.service: not active";
		const unwatched = judged({ drift: [line], unwatched: [line] });
		assert.deepEqual(unwatched.findings, []);
		assert.equal(
			unwatched.notes.at(-1),
			`lb2 is on standby, and puts nothing back by itself; lvsctl up would ${line}`,
		);
		const out = judged({ failover: failover(false, state("fault", true)) });
		assert.deepEqual(out.findings, []);
		assert.match(out.notes.join(), /lb2 is taken out/);
		const away = judged({ unseen: "it does not answer" });
		assert.deepEqual(away.findings, []);
		assert.deepEqual(away.notes, [
			"lb2 is on standby and was not looked at: it does not answer",
		]);
		assert.deepEqual(away.unseen, ["lb2"]);
	});

	test("that has the VIP too is named as such", () => {
		assert.deepEqual(causes(judged({}, true)), [
			"lb1: lb1 and lb2 have 172.18.0.70 at the same time (split brain)",
		]);
	});
});

suite("which directors probes go to", () => {
	const host = (component: string, name: string) =>
		({ component, name }) as HostInputs;
	const looks: string[] = [];
	const look =
		(holders: readonly string[]): typeof lookAt =>
		async ({ name }) => {
			looks.push(name);
			return {
				vip: { vip, hasVip: holders.includes(name) },
			} as Found;
		};
	const all = [host("web", "lb1"), host("web", "lb2"), host("mail", "lb3")];
	for (const [holders, probed] of [
		[["lb2"], ["lb2", "lb3"]],
		[
			["lb1", "lb2"],
			["lb1", "lb2", "lb3"],
		],
		[[], ["lb1", "lb3"]],
	] as const)
		test(`${holders.join(" and ") || "nobody"} has the VIP: ${probed.join(", ")}, with one look at each of several, and none at a single one`, async () => {
			looks.length = 0;
			const found = await lookAtDirectors(all, 5, look(holders));
			assert.deepEqual(
				found.probed.map(({ name }) => name),
				probed,
			);
			assert.deepEqual(looks.sort(), ["lb1", "lb2"]);
			assert.deepEqual(
				found.seen.map((each) => each.host.name),
				["lb1", "lb2"],
			);
		});
});
