import assert from "node:assert/strict";
import { test } from "node:test";
import { execa } from "execa";

const program = `
	import { confirm } from "./src/cli/confirm.ts";
	confirm("Forget rs1?", process.argv[1] === "yes")
		.catch((error) => error.message)
		.then((answer) => console.log("answer: " + answer));
`;
const words = ["--input-type=module", "--eval", program];

/** On a terminal of its own, where the user types this. */
async function typed(input: string): Promise<string> {
	const command = [process.execPath, ...words]
		.map((word) => `'${word.replaceAll("'", "'\\''")}'`)
		.join(" ");
	const { stdout } = await execa("script", ["-qec", command, "/dev/null"], {
		input,
	});
	assert.match(stdout, /Forget rs1\? \[y\/N\]/);
	return /answer: (.*?)\r?$/m.exec(stdout)?.[1] ?? stdout;
}

test("on a terminal the user is asked, and only yes is yes", async () => {
	assert.deepEqual(
		await Promise.all(
			["y\n", "YES\n", "\n", "no\n", "yesterday\n", "\x04"].map(typed),
		),
		["true", "true", "false", "false", "false", "false"],
	);
});

test("elsewhere it must have been said before", async () => {
	const run = async (...more: string[]) =>
		(await execa(process.execPath, [...words, ...more], { input: "y\n" }))
			.stdout;
	assert.equal(await run("yes"), "answer: true");
	assert.equal(
		await run(),
		"answer: nothing was changed: there is no terminal to ask on; say yes with --yes",
	);
});
