import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { devices } from "../../../../src/host/kinds/devices.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { clean } from "../change/example.ts";
import { lookOn, undoOn } from "./play-host.ts";

const desired: Desired = { ...nothing, devices: { tunl0: "up", gre0: "up" } };
const owner = "web-real-server";
const flagsOf = (flags: Readonly<Record<string, string>>) => ({
	files: Object.fromEntries(
		Object.entries(flags).map(([name, text]) => [
			`/sys/class/net/${name}/flags`,
			`${text}\n`,
		]),
	),
});
const host = (found: Observed["devices"]): Observed => ({
	...clean(desired),
	devices: found,
});

suite("devices", () => {
	test("are read from the kernel: up, down, or not there", () => {
		const look = (flags: Readonly<Record<string, string>>) =>
			lookOn(flagsOf(flags), devices, desired).found;
		assert.deepEqual(look({ tunl0: "0x81", gre0: "0x80" }), {
			tunl0: "up",
			gre0: "down",
		});
		// nobody declared it, so nobody asks
		assert.deepEqual(look({ tunl0: "0x1", sit0: "0x81" }), { tunl0: "up" });
		assert.deepEqual(look({}), {});
	});

	test("that are down or missing are brought by our unit", () => {
		const reasons = (found: Observed["devices"]) =>
			devices.plan({ owner, desired, observed: host(found) });
		assert.deepEqual(reasons({ tunl0: "up", gre0: "up" }), { unit: [] });
		assert.deepEqual(reasons({ tunl0: "down" }), {
			unit: ["device tunl0 is down", "device gre0 is missing"],
		});
	});

	test("are ours to take down where no address of others is on them", () => {
		assert.ok(devices.takenBackBy === "our unit");
		const { addresses } = clean(desired);
		const list = [
			...addresses.list,
			{ device: "gre0", address: "192.0.2.9/32" },
		];
		const found: Observed = {
			...host({ tunl0: "up", gre0: "up" }),
			addresses: { ...addresses, list },
		};
		assert.deepEqual(devices.made.names(desired), ["tunl0", "gre0"]);
		assert.equal(devices.isThere("tunl0", found), true);
		assert.equal(devices.isThere("gre0", found), false);
		assert.equal(devices.isThere("tunl0", host({ tunl0: "down" })), false);
	});

	test("are taken down where they are there, and it is no error where they are not", () => {
		const down = (flags: Readonly<Record<string, string>>) =>
			undoOn({ ...flagsOf(flags), commands: { ip: "" } }, "devices", "tunl0");
		const there = down({ tunl0: "0x81" });
		assert.deepEqual(
			[there.status, there.called],
			[0, ["ip link set tunl0 down"]],
		);
		const gone = down({});
		assert.deepEqual([gone.status, gone.called], [0, []]);
	});

	test("that are down are drift", () => {
		const live = (found: Observed["devices"]) =>
			devices.live({
				declared: desired,
				filled: desired,
				observed: host(found),
			});
		assert.deepEqual(live({ tunl0: "up", gre0: "down" }), { tunl0: "up" });
		assert.deepEqual(live({ tunl0: "up", gre0: "up" }), desired.devices);
	});
});
