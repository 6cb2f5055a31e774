import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { article, articleCheck } from "../../../src/smoke/article.ts";
import { local } from "./local-session.ts";
import { playBlog } from "./played-blog.ts";
import { clusterOf } from "./service.ts";

suite("an article with a picture", () => {
	const check = (
		{ service }: Awaited<ReturnType<typeof playBlog>>,
		more: { persistent?: true } = {},
	) => articleCheck.run({ kind: "article", ...service, ...more }, local, local);

	test("is whole, changes and goes on all real servers where they have one place", async () => {
		await using blog = await playBlog();
		const result = await check(blog);
		assert.equal(result.passed, true, result.saw);
		assert.match(
			result.did,
			/^published lvs-[0-9a-f]{8} with a picture of \d+ bytes, changed it, removed it on one client, looked on another$/,
		);
		assert.equal(
			result.expected,
			"text, picture and 1 sizes of it, byte for byte, then the change, then nothing, on rs1, rs2",
		);
		assert.equal(result.saw, "just that on rs1, rs2");
		assert.match(result.answer ?? "", /^what users upload is on all/);
	});

	test("has no picture where files are on one of them alone", async () => {
		await using blog = await playBlog({ apart: ["files"] });
		const result = await check(blog);
		assert.equal(result.passed, false);
		assert.match(
			result.saw,
			/^not whole: rs2 \w+\.png: 404 text\/html; not whole: rs2 \w+-small\.png: 404 text\/html$/,
		);
		assert.match(result.answer ?? "", /^shared storage is needed/);
	});

	test("is not whole where the picture came over without its end", async () => {
		await using blog = await playBlog({ rs2: "cuts pictures" });
		const result = await check(blog);
		assert.equal(result.passed, false);
		// that a smaller picture is one is all that is known of it
		assert.match(result.saw, /^not whole: rs2 \w+\.png: 200 image\/png$/);
	});

	test("is as it was where one of them keeps pages, which is no question of storage", async () => {
		await using blog = await playBlog({ rs2: "keeps pages" });
		const result = await check(blog);
		assert.equal(result.passed, false);
		assert.match(result.saw, /^not changed: rs2 \?p=\w+: 200 text\/html$/);
		assert.match(result.answer ?? "", /^what users upload is on all/);
	});

	test("is looked at on each of them, where the VIP keeps a client with one", async () => {
		await using blog = await playBlog({ apart: ["files"] });
		blog.leadTo("rs1");
		assert.match(
			(await check(blog, { persistent: true })).saw,
			/rs2 \w+\.png: 404/,
		);
	});

	test("needs an application with articles", () => {
		const app = { kind: "php-session", url: "http://blog.lab.test" } as const;
		assert.throws(
			() =>
				articleCheck.resolve(
					article({ service: "http", app }),
					clusterOf("wrr", [1, 1]),
				),
			{
				name: "DeclarationError",
				message: /app: nothing is published with php-session/,
			},
		);
	});
});
