import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutResources } from "../../../../src/cli/forget/without-resources.ts";

const state = {
	version: 3,
	deployment: {
		manifest: { time: "now" },
		resources: [
			{ urn: "web", type: "lvs:index:Cluster" },
			{ urn: "rs1", type: "RealServer", parent: "web", delete: true },
			{ urn: "rs1", type: "RealServer", parent: "web" },
			{
				urn: "lb",
				type: "Director",
				dependencies: ["rs1", "rs2"],
				propertyDependencies: {
					follows: ["rs1", "rs2"],
					desired: [],
					vip: null,
				},
				deletedWith: "rs1",
				replaceWith: ["rs1"],
			},
		],
		pending_operations: [
			{ resource: { urn: "rs1" }, type: "updating" },
			{ resource: { urn: "lb" }, type: "updating" },
		],
	},
};

test("what depends on a resource stays, and forgets it", () => {
	const { version, deployment } = withoutResources(state, new Set([1, 2]));
	assert.equal(version, 3);
	assert.deepEqual(deployment, {
		manifest: { time: "now" },
		resources: [
			{ urn: "web", type: "lvs:index:Cluster" },
			{
				urn: "lb",
				type: "Director",
				dependencies: ["rs2"],
				propertyDependencies: { follows: ["rs2"], desired: [], vip: null },
				replaceWith: [],
			},
		],
		pending_operations: [{ resource: { urn: "lb" }, type: "updating" }],
	});
});

test("one of two states of a resource goes: nothing forgets the other", () => {
	const { deployment } = withoutResources(state, new Set([1]));
	assert.deepEqual(deployment.resources, [
		state.deployment.resources[0],
		...state.deployment.resources.slice(2),
	]);
	assert.deepEqual(
		deployment.pending_operations,
		state.deployment.pending_operations,
	);
});
