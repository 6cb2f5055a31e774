import assert from "node:assert/strict";
import { test } from "node:test";
import { macAddress, machineCards } from "../../../src/lab/addresses.ts";

test("a MAC address is an own one, always the same, and another for another card", () => {
	const mac = macAddress("lab", "lb", "lan");
	assert.match(mac, /^52:54(:[0-9a-f]{2}){4}$/);
	assert.equal(mac, macAddress("lab", "lb", "lan"));
	for (const other of [
		macAddress("lab", "lb", "wan"),
		macAddress("lab", "rs", "lan"),
		macAddress("bal", "lb", "lan"),
	])
		assert.notEqual(other, mac);
});

test("cards follow the order of the lab's links, not of the machine's addresses", () => {
	const lab = {
		name: "lab",
		links: { wan: "192.0.2.0/24", dmz: "198.51.100.0/24", lan: "10.9.0.0/16" },
	};
	assert.deepEqual(
		machineCards(lab, "lb", { lan: "10.9.0.1", wan: "192.0.2.1" }).map(
			({ device, link, cidr }) => [device, link, cidr],
		),
		[
			["eth1", "wan", "192.0.2.1/24"],
			["eth2", "lan", "10.9.0.1/16"],
		],
	);
});
