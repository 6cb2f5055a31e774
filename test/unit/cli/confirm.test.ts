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

/** On a terminal of its own, where the user waits for the question and then types this. */
async function typed(keys: string): Promise<string> {
	const command = [process.execPath, ...words]
		.map((word) => `'${word.replaceAll("'", "'\\''")}'`)
		.join(" ");
	const script = execa("script", [
		"-qec",
		`stty cols 80 rows 24; ${command}`,
		"/dev/null",
	]);
	let shown = "";
	script.stdout.on("data", (text) => {
		const asked = shown.includes("Forget rs1?");
		shown += text;
		if (!asked && shown.includes("Forget rs1?")) script.stdin.write(keys);
	});
	await script;
	return /answer: (.*?)\r?$/m.exec(shown)?.[1] ?? shown;
}

test("on a terminal the user is asked, and only yes is yes", async () => {
	assert.deepEqual(
		await Promise.all(["y", "Y", "\r", "n", "x\r", "\x04"].map(typed)),
		[
			...["true", "true", "false", "false", "false"],
			"ended; nothing was changed",
		],
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
