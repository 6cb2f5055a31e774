import assert from "node:assert/strict";
import { test } from "node:test";
import { LabError } from "../../../src/errors.ts";
import { lab } from "../../../src/lab/index.ts";
import { labHome, noteLab } from "./lab-home.ts";

const place = labHome();

test("the machines of a running lab say how they are reached and what key they must show", () => {
	noteLab(place.folder);
	assert.deepEqual(
		{ ...lab(place.folder) },
		{
			lb: {
				address: "127.0.0.1",
				port: 4001,
				user: "root",
				privateKeyFile: "/cache/image/key",
				hostKey: "ssh-ed25519 AAAA",
			},
		},
	);
});

test("a machine that the lab does not have is an error that lists those it has", () => {
	noteLab(place.folder);
	const machines = lab(place.folder);
	assert.throws(() => machines.rs1, {
		name: "LabError",
		message: /no machine rs1; machines are lb/,
	});
	assert.equal(JSON.stringify(Object.keys(machines)), '["lb"]');
	assert.ok(String(machines).startsWith("["));
});

test("no lab, and a lab whose start did not end, are errors that say what to do", () => {
	const toDo = { name: "LabError", message: /start it.*: lvsctl lab up / };
	assert.throws(() => lab(place.folder), toDo);
	noteLab(place.folder, { phase: "starting" });
	assert.throws(() => lab(place.folder), toDo);
});

test("the machines are for the stack lab alone", () => {
	noteLab(place.folder);
	try {
		for (const stack of ["lab", ""]) {
			process.env.PULUMI_NODEJS_STACK = stack;
			assert.ok(lab(place.folder).lb);
		}
		process.env.PULUMI_NODEJS_STACK = "prod";
		assert.throws(() => lab(place.folder), {
			name: "DeclarationError",
			message: /stack prod: the machines of the lab are for the stack lab/,
			// by this mark Pulumi leaves its stack out
			__pulumiRunError: true,
		});
	} finally {
		delete process.env.PULUMI_NODEJS_STACK;
	}
});

test("a state of another format is not guessed at", () => {
	noteLab(place.folder, { version: 2 as 1 });
	assert.throws(() => lab(place.folder), LabError);
	assert.throws(() => lab(place.folder), /format 2/);
});
