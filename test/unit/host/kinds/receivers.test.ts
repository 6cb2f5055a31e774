import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { receivers } from "../../../../src/host/kinds/receivers.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { clean } from "../change/example.ts";
import { lookOn, undoOn } from "./play-host.ts";

const desired: Desired = { ...nothing, receivers: { "5555": "gue" } };
const owner = "web-real-server";
const host = (found: Observed["receivers"]): Observed => ({
	...clean(desired),
	receivers: found,
});
const loaded = { "/sys/module/fou/refcnt": "1\n" };

suite("UDP ports on which tunnels end", () => {
	const look = (wanted: Desired, files: Readonly<Record<string, string>>) => {
		const ip =
			"echo 'port 5555 gue'; echo 'port 5556 ipproto 4'; echo 'port 5557 gue -6'";
		return lookOn({ files, commands: { ip } }, receivers, wanted);
	};

	test("are read, those of others too", () => {
		assert.deepEqual(look(desired, loaded), {
			called: ["ip fou show"],
			found: { "5555": "gue", "5556": "ipproto", "5557": "gue" },
		});
	});

	test("are not asked for where it would load the module, or nobody wants one", () => {
		assert.deepEqual(look(desired, {}), { called: [], found: {} });
		assert.deepEqual(look(nothing, loaded), { called: [], found: {} });
	});

	test("that are missing, or unwrap something else, are brought by our unit", () => {
		const reasons = (found: Observed["receivers"]) =>
			receivers.plan({ owner, desired, observed: host(found) }).unit;
		assert.deepEqual(reasons({ "5555": "gue", "5556": "ipproto" }), []);
		assert.deepEqual(reasons({}), ["UDP port 5555 is missing"]);
		assert.deepEqual(reasons({ "5555": "ipproto" }), [
			"UDP port 5555 is ipproto",
		]);
	});

	test("are closed, and it is no error where they are closed already", () => {
		assert.ok(receivers.takenBackBy === "our unit");
		assert.deepEqual(receivers.made.names(desired), ["5555"]);
		assert.equal(receivers.isThere("5555", host({ "5555": "gue" })), true);
		assert.equal(receivers.isThere("5555", host({})), false);
		const close = (files: Readonly<Record<string, string>>) => {
			const played = { files, commands: { ip: "return 2" } };
			const { status, called } = undoOn(played, "receivers", "5555");
			return [status, ...called];
		};
		assert.deepEqual(close(loaded), [0, "ip fou del port 5555"]);
		assert.deepEqual(close({}), [0]);
	});

	test("are shown as they were found, without those of others", () => {
		const live = (found: Observed["receivers"]) =>
			receivers.live({
				declared: desired,
				filled: desired,
				observed: host(found),
			});
		assert.deepEqual(live({ "5555": "ipproto", "5556": "gue" }), {
			"5555": "ipproto",
		});
		assert.deepEqual(live({}), {});
	});
});
