import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { experiment } from "./experiment.ts";
import { type Project, project } from "./project.ts";

// A host that refuses may be booting, and is asked again for half a minute: the two tests wait at the same time.

suite("a host that cannot be reached", { concurrency: true }, () => {
	test("fails the up with what was seen and what to do, and nothing is taken for made", async () => {
		using stack = await project();
		stack.program(closed());
		const { exit, text } = await stack.pulumi("up", "--yes", "--skip-preview");
		assert.notEqual(exit, 0);
		assert.match(
			text,
			/root@127\.0\.0\.77:\d+: connect: the host answers, but nothing listens on this port \(ECONNREFUSED\)/,
		);
		assert.match(text, /Is sshd running and is this its port\?/);
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
		assert.deepEqual(await kept(stack), before);
		assert.equal(dynamic(await stack.resources()).length, 4);
		const { stdout } = await stack.good("stack", "export");
		for (const line of privateKey.split("\n").slice(1, -2))
			assert.ok(!stdout.includes(line), "no private key in clear");
	});
});

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
function closed(): string {
	return experiment({
		connection: `address: "127.0.0.77", privateKey: ${JSON.stringify(privateKey)}`,
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
			const connection = secret({ address: "127.0.0.77", port, privateKey });
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
