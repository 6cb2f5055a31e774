import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { experiment } from "./experiment.ts";
import { type Project, project, repository } from "./project.ts";

suite("a host that cannot be reached", { concurrency: true }, () => {
	test("fails the up with what was seen and what to do, and nothing is taken for made", async () => {
		using stack = await project();
		// long enough for something to be said meanwhile
		stack.program(closed(4));
		const { exit, text } = await stack.pulumi("up", "--yes", "--skip-preview");
		assert.notEqual(exit, 0);
		assert.match(
			text,
			/root@127\.0\.0\.77:\d+: connect: the host answers, but nothing listens on this port \(ECONNREFUSED\)/,
		);
		assert.match(text, /Is sshd running and is this its port\?/);
		assert.match(
			text,
			/rs[12] \(root@127\.0\.0\.77:\d+\): the host answers.*; waiting [01] s more/,
		);
		assert.doesNotMatch(text, /^ +at .*:\d+:\d+\)?$/m);
		assert.deepEqual(dynamic(await stack.resources()), []);
	});

	test("fails a refresh, and the state stays as it was", async () => {
		using stack = await project();
		await pretendMade(stack, closed());
		const before = await kept(stack);
		const { exit, text } = await stack.pulumi(
			"refresh",
			"--yes",
			"--skip-preview",
		);
		assert.notEqual(exit, 0);
		assert.match(text, /nothing listens on this port \(ECONNREFUSED\)/);
		assert.match(text, /If this host is gone for good: lvsctl forget (lb|rs1)/);
		assert.deepEqual(await kept(stack), before);
		assert.equal(dynamic(await stack.resources()).length, 4);
		const { stdout } = await stack.good("stack", "export");
		for (const line of privateKey.split("\n").slice(1, -2))
			assert.ok(!stdout.includes(line), "no private key in clear");
	});

	test("can be forgotten: it leaves the state, others stay, and nobody is asked", async () => {
		using stack = await project();
		await pretendMade(stack, closed());
		const before = await kept(stack);
		const silent = await lvsctl(stack, "forget", "rs1");
		assert.equal(silent.exit, 2);
		assert.match(silent.text, /there is no terminal to ask on.*--yes$/m);
		assert.deepEqual(await kept(stack), before);

		const urn =
			(await stack.resources()).find(({ urn }) => urn.endsWith("web-rs1"))
				?.urn ?? "";
		await stack.good("state", "protect", urn, "--yes");
		const held = await lvsctl(stack, "forget", "rs1", "--yes");
		assert.equal(held.exit, 2);
		assert.ok(held.text.includes(`pulumi state unprotect '${urn}'`), held.text);
		await stack.good("state", "unprotect", urn, "--yes");

		const { exit, text } = await lvsctl(stack, "forget", "rs1", "--yes");
		assert.equal(exit, 0, text);
		assert.match(text, /as web real-server rs1:\n/);
		assert.match(text, /^ {2}address: 172\.18\.0\.70\/32$/m);
		assert.match(
			text,
			/^ {2}unit: lvs-web-real-server, lvs-web-real-server-watch$/m,
		);
		assert.match(text, /^Take rs1 out of the declaration/m);
		assert.match(text, /^lb still sends it its share of cluster web/m);
		const left = await stack.resources();
		assert.deepEqual(
			dynamic(left).map(({ urn }) => urn.split("::").at(-1)),
			["web-rs2", "web-lb", "spread-checks"],
		);
		const { dependencies } = left.find(({ urn }) =>
			urn.endsWith("web-lb"),
		) as unknown as { dependencies: string[] };
		assert.deepEqual(
			dependencies.map((urn) => urn.split("::").at(-1)),
			["web-rs2"],
		);

		stack.program(closed().replace(/^\t\trs1: .*\n/m, ""));
		const preview = await stack.good("preview", "--diff");
		assert.doesNotMatch(preview.text, /web-rs1/);
		assert.match(preview.text, /- *-t 172\.18\.0\.70:80 -r 172\.18\.0\.67:80/);

		// the copy of the state brings it back
		const copy = /The state as it was: (\S+)/.exec(text)?.[1] ?? "";
		assert.doesNotMatch(readFileSync(copy, "utf8"), /PRIVATE KEY/);
		assert.equal(statSync(copy).mode & 0o777, 0o600);
		await stack.good("stack", "import", "--file", copy);
		assert.deepEqual(await kept(stack), before);

		const json = await lvsctl(stack, "forget", "rs1", "--yes", "-o", "json");
		assert.equal(json.exit, 0, json.text);
		const { copy: second, roles, ...rest } = JSON.parse(json.stdout);
		assert.match(readFileSync(second, "utf8"), /::web-rs1"/);
		assert.equal(roles[0].role, "real-server");
		assert.ok(roles[0].stays.includes("address: 172.18.0.70/32"));
		assert.match(rest.host, /^root@127\.0\.0\.77:\d+$/);
		assert.deepEqual(
			{ ...rest, host: "" },
			{
				...{ name: "rs1", stack: "test", host: "", declared: true },
				directors: [{ cluster: "web", director: "lb" }],
			},
		);
		const again = await lvsctl(stack, "forget", "rs1", "--yes", "-o", "json");
		assert.equal(again.exit, 2);
		assert.match(
			JSON.parse(again.stdout).error.message,
			/^rs1: no such host in the stack; there are lb, rs2$/,
		);
		const silently = await lvsctl(stack, "forget", "rs2", "-o", "json");
		assert.equal(JSON.parse(silently.stdout).error.exit, 2);
		assert.equal((await lvsctl(stack, "forget", "rs2", "--yes")).exit, 0);
		const destroyed = await lvsctl(
			stack,
			...["destroy", "--forget", "lb", "--", "--yes", "--skip-preview"],
		);
		assert.equal(destroyed.exit, 0, destroyed.text);
		assert.deepEqual(dynamic(await stack.resources()), []);
	});
});

/** Runs our command line in the folder of a project; copies of states lie in it. */
function lvsctl(stack: Project, ...words: string[]) {
	const node = join(repository, "node_modules/.bin/node");
	return stack.run(
		"env",
		`LVS_STATE_HOME=${join(stack.folder, "copies")}`,
		...[node, join(repository, "src/cli/main.ts"), ...words],
	);
}

const { privateKey } = generateKeyPairSync("rsa", {
	modulusLength: 2048,
	publicKeyEncoding: { type: "spki", format: "pem" },
	privateKeyEncoding: { type: "pkcs1", format: "pem" },
});

const dynamic = <One extends { type: string }>(resources: readonly One[]) =>
	resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/lvs:"));

/**
 * The experiment, with a private key in the program, at ports that nothing listens on. Not ports that a server has just left: a
 * machine of the lab may get them.
 */
function closed(connectSeconds = 1): string {
	return experiment({
		connection: `address: "127.0.0.77", connectSeconds: ${connectSeconds}, privateKey: ${JSON.stringify(privateKey)}`,
	});
}

/** Puts into the state what an up would have made: the inputs as the engine has them, and outputs. */
async function pretendMade(stack: Project, program: string): Promise<void> {
	stack.program(program);
	const { stdout } = await stack.good("preview", "--json");
	const { steps } = JSON.parse(stdout) as {
		steps: { urn: string; newState: { type: string; inputs: object } }[];
	};
	const exported = JSON.parse((await stack.good("stack", "export")).stdout) as {
		deployment: { resources?: object[] };
	};
	const id = "6d1b6b9e-0000-4000-8000-000000000000";
	const provider = steps[0]?.urn.replace(
		/::pulumi:pulumi:Stack::.*/,
		"::pulumi:providers:pulumi-nodejs::default",
	);
	const ports = [...program.matchAll(/port: (\d+)/g)].map(([, port]) => port);
	exported.deployment.resources = [
		{ urn: provider, custom: true, id, type: "pulumi:providers:pulumi-nodejs" },
		...steps.map(({ urn, newState }) => {
			if (dynamic([newState]).length === 0) return newState;
			// a preview prints no secret
			const port = Number(ports.pop());
			const connection = secret({
				address: "127.0.0.77",
				connectSeconds: 1,
				port,
				privateKey,
			});
			const inputs = { ...newState.inputs, connection };
			const seen = { family: "debian", rules: [], results: [], revision: "1" };
			return {
				...newState,
				// the next writing would leave them out, as they are empty
				propertyDependencies: undefined,
				id: urn.split("::").at(-1),
				provider: `${provider}::${id}`,
				inputs,
				outputs: { ...inputs, ...seen, schemaVersion: 1 },
			};
		}),
	];
	const file = join(stack.folder, "made.json");
	writeFileSync(file, JSON.stringify(exported));
	await stack.good("stack", "import", "--file", file);
}

/** A secret as it stands in a deployment that is imported: the backend then encrypts it. */
function secret(value: unknown): object {
	return {
		"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
		plaintext: JSON.stringify(value),
	};
}

/** The state in clear, as each writing encrypts it anew, and without the times of writing. */
async function kept(stack: Project): Promise<unknown> {
	const { stdout } = await stack.good("stack", "export", "--show-secrets");
	const { deployment } = JSON.parse(stdout) as {
		deployment: { resources: { modified?: string }[] };
	};
	return deployment.resources.map(({ modified, ...rest }) => rest);
}
