import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { syncs } from "../../../../src/host/kinds/syncs.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { clean } from "../change/example.ts";
import { lookOn, undoOn } from "./play-host.ts";

const desired: Desired = {
	...nothing,
	syncs: { master: "id 11", backup: "id 11" },
};
const owner = "web-director";
const host = (found: Observed["syncs"]): Observed => ({
	...clean(desired),
	syncs: found,
});
const loaded = { "/proc/net/ip_vs": "" };
/** As ipvsadm 1.31 prints them. */
const line = (which: string, id: number) =>
	`${which} sync daemon (mcast=eth1, syncid=${id}, maxlen=1472, group=224.0.0.81, port=8848, ttl=1)`;

suite("the sync of connections", () => {
	const look = (
		wanted: Desired,
		files: Readonly<Record<string, string>>,
		...printed: readonly string[]
	) => {
		const ipvsadm = printed.map((one) => `echo '${one}'`).join("; ");
		return lookOn({ files, commands: { ipvsadm } }, syncs, wanted);
	};

	test("is read of each of its two threads", () => {
		assert.deepEqual(
			look(desired, loaded, line("master", 11), line("backup", 12)),
			{
				called: ["ipvsadm -L --daemon"],
				found: { master: "id 11 on eth1", backup: "id 12 on eth1" },
			},
		);
		assert.deepEqual(look(desired, loaded, line("backup", 1)).found, {
			backup: "id 1 on eth1",
		});
		assert.deepEqual(look(desired, loaded, "").found, {});
	});

	test("is not asked for where ipvsadm would load IPVS, or nobody wants it", () => {
		assert.deepEqual(look(desired, {}).called, []);
		assert.deepEqual(look(nothing, loaded).called, []);
	});

	test("that is missing, or of another number, is brought by our unit", () => {
		const reasons = (found: Observed["syncs"]) =>
			syncs.plan({ owner, desired, observed: host(found) }).unit;
		assert.deepEqual(reasons(desired.syncs), []);
		assert.deepEqual(reasons({ master: "id 37" }), [
			"connection sync, master is id 37",
			"connection sync, backup is missing",
		]);
	});

	test("is stopped, and it is no error where it has stopped already", () => {
		assert.ok(syncs.takenBackBy === "our unit");
		assert.deepEqual(syncs.made.names(desired), ["master", "backup"]);
		assert.equal(syncs.isThere("backup", host({ backup: "id 11" })), true);
		assert.equal(syncs.isThere("backup", host({ master: "id 11" })), false);
		const stop = (files: Readonly<Record<string, string>>) => {
			const played = { files, commands: { ipvsadm: "return 255" } };
			const { status, called } = undoOn(played, "syncs", "master");
			return [status, ...called];
		};
		assert.deepEqual(stop(loaded), [0, "ipvsadm --stop-daemon master"]);
		assert.deepEqual(stop({}), [0]);
	});

	test("is shown as it was found", () => {
		const live = (found: Observed["syncs"]) =>
			syncs.live({ declared: desired, filled: desired, observed: host(found) });
		assert.deepEqual(live({ master: "id 37" }), { master: "id 37" });
		assert.deepEqual(live(desired.syncs), desired.syncs);
	});
});

suite("the sync of a declaration", () => {
	const found = { master: "id 7 on eth1", backup: "id 7 on eth1" };
	/** What would be changed, and what a refresh makes of the declaration. */
	const seen = (declared: Desired["syncs"], is: Observed["syncs"] = found) => {
		const wanted = { ...desired, syncs: declared };
		const observed = { ...clean(wanted), syncs: is };
		return {
			changes: syncs.plan({ owner, desired: wanted, observed }).unit,
			live: syncs.live({ declared: wanted, filled: wanted, observed }),
		};
	};
	test("that names no link, also of an earlier version, is there by whichever it goes", () => {
		const declared = { master: "id 7", backup: "id 7" };
		assert.deepEqual(seen(declared), { changes: [], live: declared });
	});

	test("that names a link", () => {
		const declared = { master: "id 7 on eth2", backup: "id 7 on eth1" };
		const { changes, live } = seen(declared);
		assert.equal(changes?.length, 1);
		assert.deepEqual(live, found);
		assert.deepEqual(seen(found).changes, []);
	});

	test("of another number", () => {
		const declared = { master: "id 8", backup: "id 7" };
		const { changes, live } = seen(declared);
		assert.equal(changes?.length, 1);
		assert.deepEqual(live, { master: "id 7", backup: "id 7" });
	});

	test("one of whose two ways is missing", () => {
		const { changes, live } = seen(
			{ master: "id 7", backup: "id 7" },
			{ master: "id 7 on eth1" },
		);
		assert.equal(changes?.length, 1);
		assert.deepEqual(live, { master: "id 7" });
	});
});
