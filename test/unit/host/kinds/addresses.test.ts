import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { addresses } from "../../../../src/host/kinds/addresses.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { renderDirector } from "../../../../src/render/director.ts";
import { renderRealServer } from "../../../../src/render/real-server.ts";
import { clean, realServer, twoMachines } from "../change/example.ts";

const [server] = twoMachines.realServers;
assert.ok(server);
const both = localise(renderRealServer(twoMachines, server), "debian");
const vip = "172.18.0.70/32";

/** What a real server of whose VIP was nothing there before us makes of a host that has it on these devices. */
function situation(desired: Desired, devices: readonly string[]) {
	const observed = clean(desired);
	return {
		owner: "web-real-server",
		desired,
		observed: {
			...observed,
			addresses: {
				...observed.addresses,
				list: [
					...observed.addresses.list,
					...devices.map((device) => ({ device, address: vip })),
				],
			},
			record: { addresses: { [vip]: "absent" } } as never,
		},
	};
}

suite("a VIP on the link of a real server", () => {
	test("is taken away: neighbours would learn it from there", () => {
		const { steps } = addresses.plan(situation(realServer, ["lo", "eth1"]));
		assert.deepEqual(
			steps?.withdraw?.map((step) => "device" in step && step.device),
			["eth1"],
		);
	});

	test("is drift, also where the VIP is in its place too", () => {
		const liveOn = (devices: readonly string[]) => {
			const { desired, observed } = situation(realServer, devices);
			return addresses.live({ declared: desired, filled: desired, observed });
		};
		assert.deepEqual(liveOn(["lo"]), { [vip]: "lo" });
		assert.deepEqual(liveOn(["lo", "eth1"]), { [vip]: "lo and eth1" });
		assert.deepEqual(liveOn(["eth1"]), {});
	});

	test("is left alone where the machine is a director too, also when the role goes", () => {
		const found = situation(both, ["eth1", "lo"]);
		assert.deepEqual(addresses.plan(found), {
			steps: { keep: [], withdraw: [] },
			unit: [],
		});
		assert.equal(
			addresses.noted.found(vip, situation(both, ["eth1"])),
			"absent",
		);
		const { withdraw = [] } = addresses.giveBack({ [vip]: "absent" }, found);
		assert.deepEqual(
			withdraw.map((step) => "device" in step && step.device),
			["lo"],
		);
	});
});

suite("the VIP of a director that was the only one", () => {
	const [first] = twoMachines.directors;
	assert.ok(first);
	const one = localise(renderDirector(twoMachines, first), "debian");
	const noted = { [vip]: "absent" };

	test("stays until those of several agree who has it, and is noted so long", () => {
		const found = situation(one, ["eth1"]);
		assert.equal(addresses.noted.waits?.(found), true);
		// the role goes before they agree
		const { withdraw = [] } = addresses.giveBack(noted, found);
		assert.equal(withdraw.length, 1);
	});

	test("is no longer ours to take away once they agree", () => {
		const found = situation(one, ["eth1"]);
		const agreed = {
			...found,
			observed: {
				...found.observed,
				units: {
					...found.observed.units,
					"lvs-web-failover": {
						...found.observed.units["lvs-web-failover"],
						active: true,
					} as never,
				},
			},
		};
		assert.equal(addresses.noted.waits?.(agreed), false);
		assert.deepEqual(addresses.giveBack(noted, agreed), { withdraw: [] });
	});
});

suite("the VIP of a director that becomes the only one", () => {
	const [first] = twoMachines.directors;
	assert.ok(first);
	const { failover, ...others } = twoMachines;
	const one = localise(
		renderDirector(
			{ ...others, directors: [first], failover: undefined },
			first,
		),
		"debian",
	);
	const situationOf = (sole: readonly string[], devices: readonly string[]) => {
		const found = situation(one, devices);
		const record = { addresses: {}, sole } as never;
		return { ...found, observed: { ...found.observed, record } };
	};

	test("is kept while what agreed on it with others stops, and was never there before us", () => {
		const found = situationOf(["virtual router 51"], ["lo", "eth1"]);
		assert.deepEqual(addresses.plan(found).steps?.keep, [
			{
				kind: "keep-address",
				recordName: "web-real-server",
				address: vip,
				device: "eth1",
				because: "it stays here when this is the only director",
			},
		]);
		assert.equal(addresses.noted.found(vip, found), "absent");
	});

	test("is no matter where it is elsewhere, or where an operator had it", () => {
		assert.deepEqual(
			addresses.plan(situationOf(["virtual router 51"], ["lo"])).steps?.keep,
			[],
		);
		const theirs = situationOf([], ["eth1"]);
		assert.deepEqual(addresses.plan(theirs).steps?.keep, []);
		assert.equal(addresses.noted.found(vip, theirs), "eth1");
	});
});
