import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { afterMarker, wrapScript } from "../../../src/ssh/script.ts";

const marker = "lvs-marker";

/**
 * What `sh -s` prints for `input`, in a process group of its own, as under sshd: the end of standard input makes the
 * script end its group.
 *
 * @param end Standard input ends after `input`, as when the connection is lost; else it stays open, as while it stands.
 */
async function feed(input: string, end: boolean): Promise<string | undefined> {
	const child = spawn("/bin/sh", ["-s"], { detached: true });
	const stdout: Buffer[] = [];
	child.stdout.on("data", (chunk) => stdout.push(chunk));
	child.stdin.on("error", () => {});
	child.stdin.write(input);
	if (end) child.stdin.end();
	await once(child, "exit");
	child.stdin.end();
	return afterMarker(Buffer.concat(stdout), marker)?.toString("utf8");
}

test("no beginning of a script runs any of it", async () => {
	const script = "echo one; echo two\ncat <<END\nthree\nEND\necho four\n";
	const whole = wrapScript(script, marker);
	// From the second line on: what stands on the first only prints, and comes in one packet anyway.
	const first = whole.indexOf("\n");
	for (let length = first; length < whole.lastIndexOf("}"); length += 2) {
		const stdout = await feed(whole.slice(0, length), true);
		assert.ok(stdout === "" || stdout === undefined, `${length}: ${stdout}`);
	}
});

test("a script may be empty, end in a comment, and hold heredocs and functions", async () => {
	const run = (script: string) => feed(wrapScript(script, marker), false);
	assert.equal(await run(""), "");
	assert.equal(await run("echo a # end"), "a\n");
	assert.equal(await run("f() { cat <<E\n}\nE\n}\nf"), "}\n");
});

test("the marker's line is where output begins, whatever was printed before", () => {
	const after = (text: string) =>
		afterMarker(Buffer.from(text), marker)?.toString();
	assert.equal(after("noise lvs-marker\nout\n"), "out\n");
	assert.equal(after("lvs-marker\n"), "");
	assert.equal(after("noise"), undefined);
});
