import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { sticky, stickyCheck } from "../../../src/smoke/sticky.ts";
import type { Session } from "../../../src/ssh/session.ts";
import { changed } from "../model/declared.ts";
import { withMark } from "./with-mark.ts";

const persistent = {
	"services.http": {
		fwmark: 7,
		tcp: [80, 8080],
		persistence: { seconds: 60 },
	},
};
const resolve = (changes: Record<string, unknown>) =>
	stickyCheck.resolve(
		sticky({ service: "http", requests: 4 }),
		clusterDoor.parse("web", changed(changes)),
	);
/** A client whose curl got these pages. */
const client = (...pages: string[]) =>
	({
		host: "client",
		run: async (script: string) => ({
			exit: 0,
			stderr: "",
			stdout: withMark(
				script,
				pages
					.map(
						(page) => `HTTP/1.1 200 OK\r\n\r\n<h1>${page}</h1>\n\n@MARK 200\n`,
					)
					.join(""),
			),
		}),
	}) as unknown as Session;

test("asks on every port that is joined to the service", () => {
	assert.deepEqual(resolve(persistent).urls, [
		"http://172.18.0.70:80/",
		"http://172.18.0.70:8080/",
	]);
});

test("passes where one real server gave every answer", async () => {
	const { passed, saw } = await stickyCheck.run(
		resolve(persistent),
		client("rs2", "rs2", "rs2", "rs2"),
		client(),
	);
	assert.equal(passed, true);
	assert.equal(saw, "rs1 0, rs2 4");
});

test("fails where a second one answered, and where an answer is missing", async () => {
	for (const pages of [
		["rs2", "rs2", "rs1", "rs2"],
		["rs1", "rs1", "rs1"],
		["other", "other", "other", "other"],
	])
		assert.equal(
			(await stickyCheck.run(resolve(persistent), client(...pages), client()))
				.passed,
			false,
		);
});

test("refuses a service that keeps no client", () => {
	assert.throws(
		() => resolve({}),
		/http keeps no client: it has no persistence/,
	);
	assert.throws(
		() =>
			resolve({
				"services.http.scheduler": "sh",
				"services.http.flags": ["sh-port"],
			}),
		/keeps no client/,
	);
	assert.doesNotThrow(() => resolve({ "services.http.scheduler": "sh" }));
});
