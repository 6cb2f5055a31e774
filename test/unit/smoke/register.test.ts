import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { register, registerCheck } from "../../../src/smoke/register.ts";
import { local } from "./local-session.ts";
import { playBlog } from "./played-blog.ts";
import { clusterOf } from "./service.ts";

suite("a user who registers", () => {
	const check = ({ service }: Awaited<ReturnType<typeof playBlog>>) =>
		registerCheck.run({ kind: "register", ...service }, local, local);

	test("is known on all real servers where they have one database", async () => {
		await using blog = await playBlog();
		const result = await check(blog);
		assert.equal(result.passed, true, result.saw);
		assert.equal(result.saw, "known on rs1, rs2");
		assert.deepEqual(result.counts, { rs1: 1, rs2: 1 });
		assert.equal(result.answer, "users are in one database");
	});

	test("is known on one of them where each has its own", async () => {
		await using blog = await playBlog({ apart: ["users"] });
		const result = await check(blog);
		assert.equal(result.passed, false);
		assert.match(result.saw, /^known on rs[12]$/);
		assert.equal(result.answer, "the real servers need one database");
	});

	test("is not known on one that does not answer", async () => {
		await using blog = await playBlog();
		blog.leadTo("rs1");
		await blog.stop("rs2");
		const result = await check(blog);
		assert.equal(result.passed, false);
		assert.deepEqual(result.counts, { rs1: 1, rs2: 0 });
	});

	test("needs an application that has users", () => {
		const app = { kind: "php-session", url: "http://blog.lab.test" } as const;
		assert.throws(
			() =>
				registerCheck.resolve(
					register({ service: "http", app }),
					clusterOf("wrr", [1, 1]),
				),
			{
				name: "DeclarationError",
				message: /app: php-session has no users of its own/,
			},
		);
	});
});
