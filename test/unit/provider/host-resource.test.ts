import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Desired, DesiredFile } from "../../../src/model/desired.ts";
import type {
	HostInputs,
	HostOutputs,
} from "../../../src/provider/host-inputs.ts";
import { hostResource } from "../../../src/provider/host-resource.ts";
import { realServer } from "../host/change/example.ts";
import { connection } from "../model/declared.ts";

suite("what makes an update of a host", () => {
	const inputs: HostInputs = {
		component: "web",
		role: "real-server",
		name: "rs1",
		connection: connection(22),
		desired: realServer,
		follows: {},
	};
	const changed = (before: HostInputs, now: HostInputs) =>
		hostResource.diff(before as HostOutputs, now).changed;

	test("nothing, for a state of a version that did not tell which ports a role serves", () => {
		const { serves, ...desired } = realServer;
		assert.ok(serves !== undefined);
		assert.equal(changed({ ...inputs, desired }, inputs), false);
	});

	test("nothing, for a state of a version that did not tell who reads a file", () => {
		const desired = {
			...realServer,
			files: Object.fromEntries(
				Object.entries(realServer.files).map(
					([path, { readBy, ...file }]): [string, DesiredFile] => {
						assert.ok(readBy);
						return [path, file as DesiredFile];
					},
				),
			),
		};
		assert.equal(changed({ ...inputs, desired }, inputs), false);
	});

	test("nothing, for a state of a version that did not tell the VIP", () => {
		const { vip, ...desired } = realServer;
		assert.ok(vip !== undefined);
		assert.equal(changed({ ...inputs, desired }, inputs), false);
	});

	test("what a preview does not know yet", () => {
		const desired = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
		const unknown = { ...inputs, desired: desired as unknown as Desired };
		assert.equal(changed(inputs, unknown), true);
	});

	test("another name of the stack, as records on hosts have it too; a state of a version that did not tell it is none", () => {
		const of = (stack: string) => ({ ...inputs, stack });
		assert.equal(changed(of("shop/prod"), of("shop/live")), true);
		assert.equal(changed(of("shop/prod"), of("shop/prod")), false);
		assert.equal(changed(inputs, of("shop/prod")), false);
	});

	test("a file", () => {
		const desired = { ...realServer, files: {} };
		assert.equal(changed(inputs, { ...inputs, desired }), true);
	});

	test("the way to it", () => {
		assert.equal(
			changed(inputs, { ...inputs, connection: connection(2222) }),
			true,
		);
	});
});
