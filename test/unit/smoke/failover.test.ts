import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { failover, failoverCheck } from "../../../src/smoke/failover.ts";
import { local } from "./local-session.ts";
import { playBlog } from "./played-blog.ts";
import { clusterOf } from "./service.ts";

suite("the real server of a sign-in that goes", () => {
	const check = ({ service }: Awaited<ReturnType<typeof playBlog>>) =>
		failoverCheck.run({ kind: "failover", ...service }, local, local);

	test("signs nobody out where the others know the session", async () => {
		await using blog = await playBlog();
		const result = await check(blog);
		assert.equal(result.passed, true, result.saw);
		assert.equal(result.saw, "rs2: signed in");
		assert.deepEqual(result.counts, { rs2: 1 });
		assert.equal(result.answer, "a real server can go: nobody is signed out");
	});

	test("takes a session along that it had for itself", async () => {
		await using blog = await playBlog({ apart: ["sessions"] });
		const result = await check(blog);
		assert.equal(result.passed, false);
		assert.equal(result.saw, "rs2: signed out");
		assert.deepEqual(result.counts, { rs2: 0 });
		assert.equal(
			result.answer,
			"a real server that goes takes its sessions along",
		);
	});

	test("is asked of nobody by the VIP, so that persistence hides nothing", async () => {
		await using blog = await playBlog({ apart: ["sessions"] });
		blog.leadTo("rs1");
		assert.equal((await check(blog)).passed, false);
	});

	test("leaves it open where one of the others does not answer, and asks those after it", async () => {
		await using blog = await playBlog();
		blog.leadTo("rs1");
		await blog.stop("rs2");
		const { service } = blog;
		const realServers = { ...service.realServers, rs3: service.way.to };
		const result = await check({
			...blog,
			service: { ...service, realServers },
		});
		assert.equal(result.passed, false);
		assert.equal(result.saw, "rs2: no answer, rs3: signed in");
		assert.deepEqual(result.counts, { rs2: 0, rs3: 1 });
		assert.equal(
			result.answer,
			"nothing is known: not every real server answers the client by itself",
		);
	});

	test("needs another one", () => {
		const app = { kind: "wordpress", url: "http://blog.lab.test" } as const;
		const declared = failover({ service: "http", app });
		assert.throws(
			() => failoverCheck.resolve(declared, clusterOf("wrr", [1, 0])),
			{
				name: "DeclarationError",
				message: /service: http has one real server in play; nobody takes over/,
			},
		);
		assert.equal(
			failoverCheck.resolve(declared, clusterOf("wrr", [1, 1])).kind,
			"failover",
		);
	});
});
