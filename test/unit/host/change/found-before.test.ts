import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { plan } from "../../../../src/host/change/plan.ts";
import { planRemoval } from "../../../../src/host/change/plan-removal.ts";
import { withoutFoundAddresses } from "../../../../src/host/change/withdraw.ts";
import { describe } from "../../../../src/host/kinds/actions.ts";
import { addresses } from "../../../../src/host/kinds/addresses.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { formatRecord, parseRecord } from "../../../../src/host/record-text.ts";
import type { Step } from "../../../../src/host/step.ts";
import { parseTable } from "../../../../src/ipvs/parse-rule.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { alone, clean, director, realServer } from "./example.ts";
import { applyToModel } from "./model-host.ts";

// Somebody has set up by hand, before us, what a role declares. It is still there when the role is gone.

const vip = "172.18.0.70/32";
const service = "-t 172.18.0.70:80";
const rs1 = `${service} -r 172.18.0.67:80`;
const theirs = parseTable({ [service]: "-s rr", [rs1]: "-g -w 1" });

/** The host after as many rounds of steps as it takes, as `converge` and `withdraw` do them. */
function rounds(
	desired: Desired,
	host: Observed,
	steps: (host: Observed) => readonly Step[],
) {
	const said: string[] = [];
	let at = host;
	for (let now = steps(at); now.length > 0; now = steps(at)) {
		assert.ok(said.length < 100, said.join("\n"));
		said.push(...now.map((step) => `${describe(step)}: ${step.because}`));
		at = applyToModel(desired, at, now);
	}
	return { host: at, said };
}

const bring = (owner: string, desired: Desired, host: Observed) =>
	rounds(desired, host, (at) => plan(owner, desired, at)).host;
const remove = (owner: string, desired: Desired, host: Observed) =>
	rounds(desired, host, (at) => planRemoval(owner, desired, at));

function withVip(desired: Desired, device: string): Observed {
	const host = clean(desired);
	const list = [...host.addresses.list, { device, address: vip }];
	return { ...host, addresses: { ...host.addresses, list } };
}

suite("a removal", () => {
	for (const [owner, desired, device] of [
		["web-real-server", realServer, "lo"],
		["web-director", director, "eth1"],
	] as const)
		test(`leaves a VIP that was on ${device} before ${owner}, and stops our unit without its script`, () => {
			const found = withVip(desired, device);
			const { host, said } = remove(
				owner,
				desired,
				bring(owner, desired, found),
			);
			assert.deepEqual(host.addresses, found.addresses);
			assert.ok(
				said.includes(
					`stop lvs-${owner}.service without its script: ${vip} was here before us`,
				),
				said.join("\n"),
			);
			assert.equal(host.units[`lvs-${owner}`]?.active, false);
		});

	test("leaves the services and real servers that the table had before, and deletes what we added", () => {
		const found = { ...clean(director), ipvs: theirs };
		const good = bring("web-director", director, found);
		assert.deepEqual(good.record?.rulesBefore, [service, rs1]);
		const { host } = remove("web-director", director, good);
		assert.deepEqual([...host.ipvs.keys()], [service, rs1]);
		assert.deepEqual(host.addresses, found.addresses);
	});

	test("says that such a VIP stays, and how it goes", () => {
		const found = withVip(director, "eth1");
		const good = bring("web-director", director, found);
		const left = (neighbours = alone) =>
			addresses.left?.(
				good.record?.addresses ?? {},
				{ ...good, neighbours },
				director,
			);
		assert.deepEqual(left(), [
			`address ${vip} on eth1: it was there before us; ip address del ${vip} dev eth1 takes it away`,
		]);
		assert.deepEqual(left({ ...alone, addresses: { [vip]: "absent" } }), []);
		assert.deepEqual(addresses.left?.({ [vip]: "absent" }, good, director), []);
	});

	test("takes such a VIP along where another machine gets it", () => {
		const found = withVip(director, "eth1");
		const good = bring("web-director", director, found);
		const { host } = remove(
			"web-director",
			director,
			withoutFoundAddresses(good),
		);
		assert.deepEqual(host.addresses, clean(director).addresses);
	});

	test("deletes all where our rules alone are in the table", () => {
		const good = bring("web-director", director, clean(director));
		assert.equal(good.record?.rulesBefore, undefined);
		const { host, said } = remove("web-director", director, good);
		assert.equal(host.ipvs.size, 0);
		assert.match(
			said[0] ?? "",
			/^stop lvs-web-director\.service .*: it takes back/,
		);
	});
});

test("what the table had before is known to a role that takes over from another of ours, and what that one added is not", () => {
	const taken = (rulesBefore: readonly string[]) =>
		bring("shop-director", director, {
			...clean(director),
			ipvs: parseTable(director.ipvs),
			neighbours: {
				...alone,
				services: { [service]: "web-director" },
				rulesBefore,
			},
		}).record?.rulesBefore;
	assert.deepEqual(taken([service, rs1]), [service, rs1]);
	assert.equal(taken([]), undefined);
});

test("the record of what the table had before is read as it was written", () => {
	const { record } = bring("web-director", director, {
		...clean(director),
		ipvs: theirs,
	});
	assert.ok(record);
	const read = parseRecord({
		record: formatRecord(record),
		rules: "",
		asks: "",
	});
	assert.deepEqual(read?.rulesBefore, [service, rs1]);
});
