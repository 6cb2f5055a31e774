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
const fromSdk = createRequire(require.resolve("@pulumi/pulumi"));
const isLoaded = (name) => !types.isProxy(require.cache[fromSdk.resolve(name)].exports);
${script}`;
	const words = ["--import", preload.href, "--input-type=module"];
	return JSON.parse(
		execFileSync(process.execPath, [...words, "--eval", program], {
			encoding: "utf8",
		}),
	);
}

const forFunctions = [
	"typescript",
	"@npmcli/arborist",
	"normalize-package-data",
];

for (const name of forFunctions)
	test(`The SDK starts without ${name}`, () => {
		assert.equal(afterwards(`console.log(isLoaded("${name}"))`), false);
	});

test("A program that stores a function in state gets the compiler", () => {
	assert.deepEqual(
		afterwards(`
const { text } = await pulumi.runtime.serializeFunction((one) => one + 41);
console.log(JSON.stringify([isLoaded("typescript"), /one \\+ 41/.test(text)]));`),
		[true, true],
	);
});

test("Who asks the compiler for anything gets it, and its names", () => {
	const found = afterwards(`
const typescript = require("typescript");
console.log(JSON.stringify([typescript.version.split(".").length, "SyntaxKind" in typescript, Object.keys(typescript).includes("transpile")]));`);
	assert.deepEqual(found, [3, true, true]);
});

test("A program that takes its packages along gets what finds them", () => {
	assert.deepEqual(
		afterwards(`
const paths = await pulumi.runtime.computeCodePaths({ extraIncludePackages: ["handlebars"] });
console.log(JSON.stringify([isLoaded("@npmcli/arborist"), isLoaded("normalize-package-data"), [...paths.keys()].some((path) => path.endsWith("node_modules/handlebars"))]));`),
		[true, true, true],
	);
});
