import assert from "node:assert/strict";
import { test } from "node:test";
import { readTable } from "../../../src/import/read-director.ts";
import type { Session } from "../../../src/ssh/session.ts";

/** A director that prints this: `@MARK` stands for the mark that the script was given. */
const director = (printed: string): Session => ({
	host: "root@lb:22",
	async run(script) {
		const mark = /^lvs_mark=(\S+)$/m.exec(script)?.[1] ?? "no mark";
		return { exit: 0, stdout: printed.replaceAll("MARK", mark), stderr: "" };
	},
});

test("no line that a program on the host prints ends the table", async () => {
	const { rules, remarks } = await readTable(
		director(`@MARK table
-A -t 172.18.0.70:80 -s rr
@keepers
-A -t 172.18.0.71:80 -s rr
@MARK keepers
runs keepalived keepalived.service
virtual_server 172.18.0.70 80 {
`),
	);
	assert.deepEqual(
		rules.services.map(({ text }) => text),
		["-A -t 172.18.0.70:80 -s rr", "-A -t 172.18.0.71:80 -s rr"],
	);
	// what is no rule comes last, and is told as a line that was not read
	assert.deepEqual(
		rules.unread.map(({ line, text }) => [line, text]),
		[[3, "@keepers"]],
	);
	assert.match(remarks.join(), /keepalived\.service is active here/);
});

test("each look has a mark of its own", async () => {
	const marks = new Set<string>();
	for (let look = 0; look < 2; look++)
		await readTable({
			...director(""),
			async run(script) {
				marks.add(/^lvs_mark=(\S+)$/m.exec(script)?.[1] ?? "no mark");
				return { exit: 0, stdout: "", stderr: "" };
			},
		});
	assert.equal(marks.size, 2);
});
