import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { describe, render } from "../../../../src/host/kinds/actions.ts";
import { ipvs } from "../../../../src/host/kinds/ipvs.ts";
import type { Steps } from "../../../../src/host/kinds/kind.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { parseTable } from "../../../../src/ipvs/parse-rule.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { ownMark } from "../../../../src/model/own-mark.ts";
import { tablesOf } from "../../../../src/model/tables.ts";
import { written } from "../../ipvs/written.ts";
import { alone, clean } from "../change/example.ts";
import { lookOn, runOn } from "./play-host.ts";

const service = "-t 172.18.0.70:80";
const rs1 = `${service} -r 172.18.0.67:80`;
const rs2 = `${service} -r 172.18.0.68:80`;
const rules = { [service]: "-s wrr", [rs1]: "-g -w 2", [rs2]: "-g -w 3" };
const unit = "lvs-web-director";
const desired: Desired = {
	...nothing,
	vip: "172.18.0.70",
	ipvs: rules,
	drainSeconds: 60,
	establishedBy: unit,
};
const owner = "web-director";

/** A director whose unit runs, whose table has these rules, and whose record says that these are ours. */
function situation(
	table: Readonly<Record<string, string>>,
	{
		ours = Object.keys(rules),
		wanted = desired,
		...more
	}: Partial<Observed> & {
		readonly ours?: readonly string[];
		readonly wanted?: Desired;
	} = {},
) {
	const observed: Observed = {
		...clean(wanted),
		units: { [unit]: { active: true } as never },
		ipvs: parseTable(table),
		record: { ipvs: ours } as never,
		...more,
	};
	return { owner, desired: wanted, observed };
}
const described = (steps: Steps = {}) =>
	Object.values(steps).flat().map(describe);
const planned = (...parts: Parameters<typeof situation>) =>
	described(ipvs.plan(situation(...parts)).steps);

suite("rules of IPVS", () => {
	test("are read by ipvsadm, with thresholds where one is declared, and not where it would load the module", () => {
		const look = (wanted: Desired, files: Readonly<Record<string, string>>) => {
			const ipvsadm = `[ "$1" != -Sn ] || printf '%s\\n' '-A ${service} -s wrr' '-a ${rs1} -g -w 2'`;
			const played = { files, commands: { ipvsadm } };
			const { called, found } = lookOn(played, ipvs, wanted);
			return { called, found: written(found) };
		};
		const loaded = { "/proc/net/ip_vs": "" };
		assert.deepEqual(look(desired, loaded), {
			called: ["ipvsadm -Sn"],
			found: { [service]: "-s wrr", [rs1]: "-g -w 2" },
		});
		const limited = {
			...desired,
			ipvs: { ...rules, [rs1]: "-g -w 2 -x 9 -y 5" },
		};
		assert.deepEqual(look(limited, loaded).called, [
			"ipvsadm -Sn",
			"ipvsadm -Ln --thresholds",
		]);
		assert.deepEqual(look(desired, {}), { called: [], found: {} });
	});

	const other = { "-t 172.18.0.99:80": "-s rr" };

	test("that differ are changed, and those of others stay", () => {
		assert.deepEqual(planned({ ...rules, ...other }), []);
		assert.deepEqual(
			planned({ [service]: "-s wrr", [rs1]: "-g -w 9", ...other }),
			[`ipvsadm -a ${rs2} -g -w 3; -e ${rs1} -g -w 2`],
		);
	});

	test("that are no longer declared are drained, then deleted", () => {
		const wanted = {
			...desired,
			ipvs: { [service]: "-s wrr", [rs1]: "-g -w 2" },
		};
		assert.deepEqual(planned(rules, { wanted }), [
			`drain ${rs2} for up to 60 s`,
			`ipvsadm -d ${rs2}`,
		]);
		assert.deepEqual(
			planned(rules, { wanted: { ...wanted, drainSeconds: 0 } }),
			[`ipvsadm -d ${rs2}`],
		);
		// nobody noted that it is ours
		assert.deepEqual(planned(rules, { wanted, ours: [service, rs1] }), []);
		// another role of ours has it too
		const neighbours = {
			...alone,
			services: { [service]: "shop-director" },
			sharedRules: [service, rs2],
		};
		assert.deepEqual(planned(rules, { wanted, neighbours }), []);
	});

	test("of a real server that goes for good take its drain along, others keep theirs", () => {
		const wanted = {
			...desired,
			ipvs: { [service]: "-s wrr", [rs1]: "-g -w 2" },
		};
		const drained = {
			"172.18.0.67": 99,
			"172.18.0.68": "when lifted",
		} as const;
		const layers = { [rs1]: { weight: 0, by: "drain" } } as const;
		const table = { ...wanted.ipvs, [rs1]: "-g -w 0" };
		const steps = ipvs.plan(
			situation(table, { wanted, drained, layers }),
		).steps;
		assert.deepEqual(described(steps), ["end the drain of 172.18.0.68"]);
		const [step] = steps?.["rules that go"] ?? [];
		assert.ok(step?.kind === "lift-drain");
		const file = join(mkdtempSync(join(tmpdir(), "lvs-drained-")), "drained");
		writeFileSync(file, "172.18.0.67 99\n172.18.0.68 0\n172.18.0.168 0\n");
		const script = render(step, "debian").replace(
			"/var/lib/pulumi-lvs/web-director/drained",
			file,
		);
		assert.equal(runOn({}, script).status, 0);
		assert.equal(
			readFileSync(file, "utf8"),
			"172.18.0.67 99\n172.18.0.168 0\n",
		);
		rmSync(dirname(file), { recursive: true });
	});

	test("that may have clients of UDP go together with the entries of these, others do not", () => {
		const tables = tablesOf("web");
		for (const [goes, endsEntries] of [
			["-t 172.18.0.70:53", undefined],
			["-u 172.18.0.70:53", true],
			["-f 7", true],
			// of a check
			[`-f ${ownMark("web", 9)}`, undefined],
		] as const) {
			const table = { ...rules, [goes]: "-s rr" };
			const steps = ipvs.plan(
				situation(table, {
					ours: Object.keys(table),
					wanted: { ...desired, tables },
				}),
			).steps?.["rules that go"];
			assert.deepEqual(described({ rules: steps ?? [] }), [
				`ipvsadm -D ${goes}`,
			]);
			const [step] = steps ?? [];
			assert.ok(step?.kind === "ipvs");
			assert.equal(step.endsEntries, endsEntries, goes);
		}
	});

	test("are loaded by our unit where it starts, but for a change of the scheduler", () => {
		const units = { [unit]: { active: false } as never };
		assert.deepEqual(planned({}, { units }), []);
		const [step] =
			ipvs.plan(situation({ ...rules, [service]: "-s rr" }, { units })).steps
				?.rules ?? [];
		assert.ok(step?.kind === "ipvs");
		assert.equal(describe(step), `ipvsadm -E ${service} -s wrr`);
		assert.equal(step.reschedules, "172.18.0.70");
	});

	test("that checks or drains are laid over go through our unit too", () => {
		const layers = { [rs1]: { weight: 0, by: "drain" } } as const;
		const drained = { ...rules, [rs1]: "-g -w 0" };
		assert.deepEqual(ipvs.plan(situation(drained, { layers })), {
			steps: { rules: [], "rules that go": [] },
			unit: [],
		});
		const { unit: reasons } = ipvs.plan(situation(rules, { layers }));
		assert.equal(reasons?.length, 1);
		assert.deepEqual(ipvs.plan(situation({})).unit, []);
	});

	test("that are new reach the table with what checks say of them, or as our unit loads them", () => {
		const wanted = { ...desired, checks: {} };
		const [table, one] = [{ [service]: "-s wrr" }, { [rs1]: "-g -w 2" }];
		const steps = ipvs.plan(situation({ ...table, ...one }, { wanted })).steps;
		// not by a step of its own, with its declared weight
		assert.deepEqual(described(steps), []);
		// one that is there is: our unit does not see a threshold that differs
		const other = { ...rules, [rs2]: "-g -w 3 -x 9 -y 0" };
		assert.deepEqual(planned(other, { wanted }), [`ipvsadm -e ${rs2} -g -w 3`]);
		const units = { [unit]: { active: true } as never };
		assert.deepEqual(planned({ ...table, ...one }, { units }), [
			`ipvsadm -a ${rs2} -g -w 3`,
		]);
	});

	test("are deleted when the role goes, those of ours alone", () => {
		const back = (...[table, more]: Parameters<typeof situation>) =>
			described(ipvs.giveBack(situation(table, more), Object.keys(rules)));
		assert.deepEqual(back({ ...rules, ...other }), [`ipvsadm -D ${service}`]);
		assert.deepEqual(back({ [service]: "-s wrr", [rs1]: "-g -w 2" }), [
			`ipvsadm -D ${service}`,
		]);
		assert.deepEqual(back(other), []);
		const neighbours = { ...alone, services: { [service]: "shop-director" } };
		assert.deepEqual(back(rules, { neighbours }), []);
	});

	test("are shown as they are; what a drain laid over a weight is no drift", () => {
		const live = (...parts: Parameters<typeof situation>) =>
			ipvs.live({
				declared: desired,
				filled: desired,
				observed: situation(...parts).observed,
			});
		assert.deepEqual(live({ ...rules, ...other }), rules);
		const drained = { ...rules, [rs1]: "-g -w 0" };
		assert.deepEqual(live(drained), drained);
		const layers = { [rs1]: { weight: 0, by: "drain" } } as const;
		assert.deepEqual(live(drained, { layers }), rules);
		// a check took it out of the table
		const { [rs2]: _, ...without } = rules;
		assert.deepEqual(live(without), without);
		assert.deepEqual(
			live(without, { layers: { [rs2]: { weight: "out", by: "check" } } }),
			rules,
		);
	});

	test("are listed as commands", () => {
		assert.deepEqual(ipvs.list?.({ [service]: "-s wrr", [rs1]: "-g -w 2" }), [
			`ipvsadm -A ${service} -s wrr`,
			`ipvsadm -a ${rs1} -g -w 2`,
		]);
	});

	test("reach ipvsadm by one call for all of them", () => {
		const [step] =
			ipvs.plan(situation({ [service]: "-s wrr", [rs1]: "-g -w 9" })).steps
				?.rules ?? [];
		assert.ok(step !== undefined);
		const { lines, called } = runOn(
			{ commands: { ipvsadm: "cat" } },
			render(step, "debian"),
		);
		assert.deepEqual(called, ["ipvsadm -R"]);
		assert.deepEqual(lines, [`-a ${rs2} -g -w 3`, `-e ${rs1} -g -w 2`]);
	});
});
