import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ResolvedCheck } from "../../../src/smoke/checks.ts";
import {
	placeOfPassword,
	withPasswords,
} from "../../../src/smoke/passwords.ts";

const check: ResolvedCheck = {
	kind: "session",
	service: "http",
	requests: 20,
	app: {
		kind: "wordpress",
		url: "http://@secret:check-0@/@httpd@",
		user: "@secret:check-0@",
		password: placeOfPassword("check-0"),
	},
	way: { host: "x", port: 80, to: "172.18.0.70:80" },
	// a user may call a real server so
	realServers: { password: "172.18.0.67:80" },
	persistent: false,
};
const passwords = { "check-0": "a@b@c" };
const whole = { ...check, app: { ...check.app, password: "a@b@c" } };

describe("the passwords of checks", () => {
	test("stand where a check has its password, and nowhere else", () => {
		assert.deepEqual(withPasswords(check, passwords), whole);
	});

	test("stand in what a control controls", () => {
		assert.deepEqual(withPasswords({ kind: "control", of: check }, passwords), {
			kind: "control",
			of: whole,
		});
	});

	test("that are missing are an error", () => {
		assert.throws(() => withPasswords(check, {}), /check-0: missing/);
	});

	test("are written in state as ever", () => {
		assert.equal(placeOfPassword("check-0"), "@secret:check-0@");
	});
});
