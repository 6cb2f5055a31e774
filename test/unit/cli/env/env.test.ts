import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { shellVariables } from "../../../../src/cli/env/shell-variables.ts";
import { labDirectory, labsDirectory } from "../../../../src/lab/directory.ts";
import { runLvsctl } from "../run-lvsctl.ts";

const shell = { LVS_STATE_HOME: "/state", LVS_CACHE_HOME: "/cache" };
const labs = labsDirectory(shell);
const stack = {
	PULUMI_BACKEND_URL: `file://${labs}/dr/pulumi`,
	PULUMI_CONFIG_PASSPHRASE: "",
	PULUMI_STACK: "lab",
};

suite("the variables of lvsctl env", () => {
	const names = (lab: string | undefined, set: Record<string, string>) =>
		Object.keys(shellVariables(lab, { ...shell, ...set }).variables).sort();
	const always = ["NODE_COMPILE_CACHE", "PULUMI_SKIP_UPDATE_CHECK"];

	test("without a lab leave stack, passphrase and login alone", () => {
		assert.deepEqual(names(undefined, {}), always);
		assert.deepEqual(
			shellVariables(undefined, { PULUMI_STACK: "prod" }).kept,
			[],
		);
	});

	test("with a lab are those of its stack", () => {
		const { variables, kept } = shellVariables(`${labs}/dr`, shell);
		assert.deepEqual(kept, []);
		assert.deepEqual({ ...variables, ...stack }, variables);
		assert.ok("PULUMI_HOME" in variables);
	});

	test("never change what is set, and then not half of it", () => {
		for (const [name, value] of [
			["PULUMI_CONFIG_PASSPHRASE", "right"],
			["PULUMI_CONFIG_PASSPHRASE_FILE", "/right"],
			["PULUMI_BACKEND_URL", "s3://states"],
			["PULUMI_STACK", "prod"],
		] as const) {
			const found = shellVariables(`${labs}/dr`, { ...shell, [name]: value });
			assert.deepEqual(found.kept, [name]);
			assert.deepEqual(Object.keys(found.variables).sort(), always);
		}
		for (const name of ["PULUMI_HOME", ...always])
			assert.ok(!names(`${labs}/dr`, { [name]: "mine" }).includes(name), name);
	});

	test("go from one lab to the next", () => {
		const { variables, kept } = shellVariables(`${labs}/tun`, {
			...shell,
			...stack,
		});
		assert.deepEqual(kept, []);
		assert.equal(variables.PULUMI_BACKEND_URL, `file://${labs}/tun/pulumi`);
	});
});

suite("lvsctl env", () => {
	let home: string;
	before(() => {
		home = mkdtempSync(join(tmpdir(), "lvs-env-"));
	});
	after(() => rmSync(home, { recursive: true }));

	test("gives what a shell takes, and says what it leaves", async () => {
		const environment = {
			LVS_STATE_HOME: join(home, "s"),
			PULUMI_CONFIG_PASSPHRASE: "right",
		};
		const directory = labDirectory(home, environment);
		mkdirSync(directory, { recursive: true });
		writeFileSync(
			join(directory, "lab.json"),
			JSON.stringify({
				version: 1,
				name: "x",
				folder: home,
				phase: "running",
				machines: {},
			}),
		);
		const { exit, stdout, stderr } = await runLvsctl(["env", home], {
			environment,
		});
		assert.equal(exit, 0);
		assert.equal(
			stderr,
			`${home}: this shell has set PULUMI_CONFIG_PASSPHRASE, which stays: pulumi will not work on the lab's stack. For that, run: unset PULUMI_CONFIG_PASSPHRASE`,
		);
		assert.equal(
			execFileSync(
				"sh",
				["-c", `${stdout}\necho "$PULUMI_CONFIG_PASSPHRASE"`],
				{
					env: { PATH: "/usr/bin:/bin", ...environment },
					encoding: "utf8",
				},
			),
			"right\n",
		);
	});
});
