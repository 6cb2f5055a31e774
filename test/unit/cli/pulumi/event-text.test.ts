import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type {
	EngineEvent,
	Step,
} from "../../../../src/cli/pulumi/engine-event.ts";
import { eventText } from "../../../../src/cli/pulumi/event-text.ts";

// Events as the engine of pulumi 3.259 was seen to print them.

const cluster = "urn:pulumi:prod::shop::lvs:index:Cluster";
const urnOf = (name: string) =>
	`${cluster}$pulumi-nodejs:dynamic/lvs:RealServer::${name}`;
const step = (op: string, urn: string, outputs = {}): Step => ({
	op,
	urn,
	type: urn.split("::").at(-2)?.split("$").at(-1) ?? "",
	old: { outputs: { note: "was" } },
	new: { outputs },
});
const did = (op: string, urn: string, outputs = {}): EngineEvent => ({
	resOutputsEvent: { metadata: step(op, urn, outputs) },
});
const said = (
	severity: string,
	message: string,
	urn?: string,
): EngineEvent => ({
	diagnosticEvent: { severity, message, ...(urn === undefined ? {} : { urn }) },
});
const stack = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod";
const begins: EngineEvent = { preludeEvent: {} };
const ends = (resourceChanges: Record<string, number>): EngineEvent => ({
	summaryEvent: { durationSeconds: 4, resourceChanges },
});

function printed(
	events: readonly EngineEvent[],
	options: Partial<Parameters<typeof eventText>[0]> = {},
) {
	const print = eventText({
		previewed: false,
		onlyPreview: false,
		outputs: true,
		...options,
	});
	const all = events.map(print);
	return {
		out: all.flatMap(({ out }) => out),
		err: all.flatMap(({ err }) => err),
	};
}

suite("what is printed of the events of an operation", () => {
	test("a line for each resource that was changed, outputs and counts", () => {
		const { out, err } = printed([
			begins,
			said("debug", "Registering resource\n"),
			did("create", urnOf("web-rs1")),
			did("same", urnOf("web-rs2")),
			did("create", `${cluster}::web`),
			did("update", "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::logs"),
			said("info", "web/director/lb: left package ipvsadm\n"),
			did("same", stack, { rules: ["-A -t 172.18.0.70:80"], note: "a\nb" }),
			ends({ create: 1, same: 2, update: 1 }),
		]);
		assert.deepEqual(err, []);
		assert.deepEqual(out, [
			"RealServer web-rs1 created",
			"aws:s3/bucket:Bucket logs updated",
			"web/director/lb: left package ipvsadm",
			"Outputs:",
			"  rules: [",
			'    [0]: "-A -t 172.18.0.70:80"',
			"  ]",
			'  note : "was" => "a\\nb"',
			"Resources: 1 created, 2 unchanged, 1 updated; 4 s",
		]);
	});

	test("each error once, with its resource, and nothing that says no more", () => {
		const reason = "root@192.0.2.67:22: connect: no answer\n  Check it.\n";
		const { out, err } = printed([
			begins,
			said("error", reason, urnOf("web-rs1")),
			said("error", `error: ${reason}`, urnOf("web-rs1")),
			{ resOpFailedEvent: { metadata: step("create", urnOf("web-rs1")) } },
			said("error", "error: update failed\n"),
			ends({ same: 2 }),
		]);
		assert.deepEqual(err, [
			"RealServer web-rs1: root@192.0.2.67:22: connect: no answer\n  Check it.",
		]);
		assert.deepEqual(out, ["Resources: 2 unchanged, 1 failed; 4 s"]);
	});

	test("a host that the resource names already is not named twice", () => {
		const errorOfHost = (name: string) =>
			said("error", `${name}: root@192.0.2.67:22: no answer`, urnOf("web-rs1"));
		const { err } = printed([errorOfHost("rs1"), errorOfHost("lb")]);
		assert.deepEqual(err, [
			"RealServer web-rs1: root@192.0.2.67:22: no answer",
			"RealServer web-rs1: lb: root@192.0.2.67:22: no answer",
		]);
	});

	test("the reason why a resource is half-made, without the list around it", () => {
		const { err } = printed([
			said(
				"error",
				"1 error occurred:\n\t* FAILED: spread of http\n  saw  rs1 4\n\n",
				urnOf("proof"),
			),
		]);
		assert.deepEqual(err, [
			"RealServer proof: FAILED: spread of http\n  saw  rs1 4",
		]);
	});

	test("nothing is called unchanged where hosts were not looked at", () => {
		const notSeen = "hosts were not looked at";
		const last = (changes: Record<string, number>, failing = false) =>
			printed(
				[
					begins,
					...(failing
						? [{ resOpFailedEvent: { metadata: step("update", urnOf("a")) } }]
						: []),
					ends(changes),
				],
				{ notSeen: () => notSeen },
			).out.at(-1);
		assert.equal(
			last({ same: 4 }),
			"Resources: nothing declared has changed; hosts were not looked at; 4 s",
		);
		assert.equal(
			last({ same: 4, update: 1 }),
			"Resources: 4 declared as before, 1 updated; hosts were not looked at; 4 s",
		);
		assert.equal(
			last({ same: 4 }, true),
			"Resources: 4 declared as before, 1 failed; hosts were not looked at; 4 s",
		);
		assert.equal(last({ create: 4 }), "Resources: 4 created; 4 s");
	});

	test("of a preview that comes first only what ends it, and warnings once", () => {
		const warning = said("warning", "warning: all weights are 0\n", urnOf("a"));
		const { out, err } = printed(
			[
				begins,
				warning,
				said("info", "left\n"),
				did("create", urnOf("web-rs1")),
				ends({ create: 1 }),
				begins,
				warning,
				said("info", "left\n"),
				did("create", urnOf("web-rs1")),
				ends({ create: 1 }),
			],
			{ previewed: true },
		);
		assert.deepEqual(err, ["warning: all weights are 0"]);
		assert.deepEqual(out, [
			"left",
			"RealServer web-rs1 created",
			"Resources: 1 created; 4 s",
		]);
	});

	test("of a preview alone what would be", () => {
		const { out } = printed(
			[begins, did("delete", urnOf("web-rs1")), ends({ delete: 1 })],
			{ onlyPreview: true },
		);
		assert.equal(out[0], "RealServer web-rs1 would be deleted");
	});

	test("an error of the program, and of no resource", () => {
		const { err } = printed([
			said("error", "cluster web: 1 problem\n  vip: missing\n", stack),
			said("error", "error: the disk is full\n"),
			{ errorEvent: { error: "lost\n" } },
			{ policyEvent: { message: "not allowed\n" } },
		]);
		assert.deepEqual(err, [
			"cluster web: 1 problem\n  vip: missing",
			"the disk is full",
			"lost",
			"not allowed",
		]);
	});

	test("of a program that fails, its own frames, and none of Node's and Pulumi's", () => {
		const { err } = printed([
			said(
				"error",
				`Running program failed:
TypeError: a.b is undefined
    at \u001b[90mfile:///shop/\u001b[39mindex.ts:6:23
\u001b[90m    at ModuleJob.run (node:internal/modules/esm/module_job:561:25)\u001b[39m
    at Stack.initialize (/shop/node_modules/\u001b[4m@pulumi/runtime\u001b[24m/stack.ts:79:28)
`,
				stack,
			),
			said(
				"error",
				'error serializing property "vip": error serializing property "vip": cluster web: 1 problem\n  vip: missing\n',
				stack,
			),
		]);
		assert.deepEqual(err, [
			"Running program failed:\nTypeError: a.b is undefined\n    at file:///shop/index.ts:6:23",
			"cluster web: 1 problem\n  vip: missing",
		]);
	});

	test("no outputs where none are wanted", () => {
		const { out } = printed([did("same", stack, { a: "b" }), ends({})], {
			outputs: false,
		});
		assert.deepEqual(out, ["Resources: none; 4 s"]);
	});
});
