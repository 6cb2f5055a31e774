import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { nothing } from "../../../src/model/desired.ts";
import { formerPlace } from "../../../src/provider/former-place.ts";
import type { HostInputs } from "../../../src/provider/host-inputs.ts";

const data = { "database shop": "/var/lib/mysql/shop" };
const at = (address: string, more: Partial<HostInputs> = {}): HostInputs => ({
	component: "db",
	role: "database",
	name: "server",
	connection: { address },
	desired: { ...nothing, data },
	follows: {},
	...more,
});
const before = at("192.0.2.5");
const moved = { machine: "192.0.2.5:22", data };

suite("where the data of a resource lay before", () => {
	test("is nowhere, for a new one", () => {
		assert.equal(formerPlace("new", undefined, before), undefined);
		assert.equal(formerPlace("new", {}, before), undefined);
	});

	test("is no other place while the machine is the same", () => {
		assert.equal(formerPlace("same", before, before), undefined);
	});

	test("is the other machine, also when the engine asks again without the former inputs", () => {
		const now = at("192.0.2.6");
		assert.deepEqual(formerPlace("moved", before, now), moved);
		assert.deepEqual(formerPlace("moved", undefined, now), moved);
		assert.equal(formerPlace("another", undefined, now), undefined);
	});

	test("stays known, so that no later run finds a difference", () => {
		const now = at("192.0.2.6", { former: moved });
		assert.deepEqual(formerPlace("later", now, at("192.0.2.6")), moved);
	});

	test("has the same directories, for a state that did not tell", () => {
		const { data: _, ...desired } = { ...nothing, data };
		assert.deepEqual(
			formerPlace("old", at("192.0.2.5", { desired }), at("192.0.2.6")),
			moved,
		);
	});

	test("is the same machine, for a component under a new name", () => {
		assert.deepEqual(
			formerPlace("named", before, at("192.0.2.5", { component: "shop" })),
			{ data },
		);
	});

	test("is not asked for by a role without data, nor while it is not known", () => {
		const without = at("192.0.2.6", { desired: nothing });
		assert.equal(formerPlace("router", before, without), undefined);
		const later = at("192.0.2.6", {
			desired: "unknown" as unknown as HostInputs["desired"],
		});
		assert.equal(formerPlace("later", before, later), undefined);
	});
});
