import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { session, sessionCheck } from "../../../src/smoke/session.ts";
import { local } from "./local-session.ts";
import { playBlog } from "./played-blog.ts";
import { clusterOf } from "./service.ts";

type Blog = Awaited<ReturnType<typeof playBlog>>;

suite("a session by 8 connections to two real servers", () => {
	const check = ({ service }: Blog, more: { persistent?: true } = {}) =>
		sessionCheck.run(
			{ kind: "session", requests: 8, ...service, ...more },
			local,
			local,
		);

	test("that both know needs no persistence", async () => {
		await using blog = await playBlog();
		const result = await check(blog);
		assert.equal(result.passed, true, result.saw);
		assert.deepEqual(result.counts, { rs1: 4, rs2: 4 });
		assert.equal(result.saw, "signed in: rs1 4, rs2 4");
		assert.equal(result.answer, "session persistence is not needed");
	});

	test("that each has for itself is lost", async () => {
		await using blog = await playBlog({ apart: ["sessions"] });
		const result = await check(blog);
		assert.equal(result.passed, false);
		assert.match(
			result.saw,
			/^signed in: rs1 (4, rs2 0|0, rs2 4); signed out: rs[12] 4$/,
		);
		assert.match(result.answer ?? "", /^session persistence is needed/);
	});

	test("that persistence holds at one of them tells nothing of where it is kept", async () => {
		await using blog = await playBlog({ apart: ["sessions"] });
		blog.leadTo("rs2");
		const result = await check(blog, { persistent: true });
		assert.equal(result.passed, true, result.saw);
		assert.deepEqual(result.counts, { rs1: 0, rs2: 8 });
		assert.match(result.answer ?? "", /^signed in as long as rs2 lasts/);
	});

	test("proves nothing where one of them took no part", async () => {
		await using blog = await playBlog();
		blog.leadTo("rs1");
		const result = await check(blog);
		assert.equal(result.passed, false);
		assert.equal(
			result.answer,
			"nothing is known: not all real servers took part",
		);
	});

	test("fails where nobody can sign in", async () => {
		await using blog = await playBlog();
		const { service } = blog;
		const app = { ...service.app, password: "wrong" };
		await assert.rejects(
			sessionCheck.run(
				{ kind: "session", requests: 8, ...service, app },
				local,
				local,
			),
			/^Refusal: sign in as admin: 200 by rs[12]: Unknown user\.$/,
		);
	});

	test("asks 20 times by default, at the port of its service", () => {
		const app = { kind: "wordpress", url: "http://blog.lab.test" } as const;
		const declared = session({ service: "http", app });
		const { requests, way, realServers, persistent } = sessionCheck.resolve(
			declared,
			clusterOf("wrr", [2, 0, 3]),
		);
		assert.equal(requests, 20);
		assert.equal(way.to, "172.18.0.70:80");
		// one without weight gets nobody
		assert.deepEqual(realServers, {
			rs1: "172.18.0.1:80",
			rs3: "172.18.0.3:80",
		});
		assert.equal(persistent, false);
	});
});
