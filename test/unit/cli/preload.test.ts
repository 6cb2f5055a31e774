import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

const preload = new URL("../../../src/cli/preload.ts", import.meta.url);

/** What a process prints that has loaded the SDK after the preload. */
function afterwards(script: string): unknown {
	const program = `
import * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
import { types } from "node:util";
const require = createRequire(import.meta.url);
const compiler = require.resolve("typescript");
const isLoaded = () => !types.isProxy(require.cache[compiler].exports);
${script}`;
	const words = ["--import", preload.href, "--input-type=module"];
	return JSON.parse(
		execFileSync(process.execPath, [...words, "--eval", program], {
			encoding: "utf8",
		}),
	);
}

test("The SDK starts without the compiler", () => {
	assert.equal(afterwards("console.log(isLoaded())"), false);
});

test("A program that stores a function in state gets the compiler", () => {
	assert.deepEqual(
		afterwards(`
const { text } = await pulumi.runtime.serializeFunction((one) => one + 41);
console.log(JSON.stringify([isLoaded(), /one \\+ 41/.test(text)]));`),
		[true, true],
	);
});

test("Who asks the compiler for anything gets it, and its names", () => {
	const found = afterwards(`
const typescript = require("typescript");
console.log(JSON.stringify([typescript.version.split(".").length, "SyntaxKind" in typescript, Object.keys(typescript).includes("transpile")]));`);
	assert.deepEqual(found, [3, true, true]);
});
