import assert from "node:assert/strict";
import {
	cpSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { certify } from "../certify.ts";
import { hostKey, privateKeyFile } from "../unit/model/declared.ts";
import { experiment } from "./experiment.ts";
import { type Project, project, repository } from "./project.ts";

// Nobody answers at the hosts of these programs: 192.0.2.0/24 is for documentation.

suite("the real engine, without any host", () => {
	let stack: Project;
	before(async () => {
		stack = await project();
	});
	after(() => stack[Symbol.dispose]());
	const ours = async () =>
		(await stack.resources()).filter(({ type }) => type.includes("lvs:"));

	test("preview shows the rules and the text of files", async () => {
		stack.program(experiment());
		const { text } = await stack.good("preview", "--diff");
		assert.match(
			text,
			/-t 172\.18\.0\.70:80 -r 172\.18\.0\.67:80 *: "-g -w 2"/,
		);
		assert.match(
			text,
			/net\.ipv4\.conf\.<links of the VIP>\.arp_announce *: "2"/,
		);
		// of a new text Pulumi shows the first lines
		assert.match(
			text,
			/content: "\[Unit\]\\nDescription=Kernel settings of a real server of LVS cluster web \(172\.18\.0\.70\)/,
		);
		assert.match(text, /\+ 7 to create/);
	});

	test("a private key is nowhere in what a preview prints and writes", async () => {
		const key =
			"-----BEGIN OPENSSH PRIVATE KEY-----\\nthe key itself\\n-----END OPENSSH PRIVATE KEY-----";
		stack.program(
			experiment({
				connection: `address: "192.0.2.1", privateKey: "${key}", jump: { address: "192.0.2.9", privateKey: "${key}" }`,
			}),
		);
		const plan = join(stack.folder, "plan.json");
		const { text } = await stack.good("preview", "--json", "--save-plan", plan);
		for (const written of [text, readFileSync(plan, "utf8")]) {
			assert.ok(written.includes("web-lb"));
			assert.doesNotMatch(written, /the key itself/);
		}
		const { steps } = JSON.parse(text) as {
			steps: { urn: string; newState: { inputs?: { connection?: unknown } } }[];
		};
		const director = steps.find(({ urn }) => urn.endsWith("::web-lb"));
		assert.equal(director?.newState.inputs?.connection, "[secret]");
	});

	test("a wrong declaration is refused with every problem, without a stack trace, and changes no state", async () => {
		stack.program(
			experiment({
				cluster: 'vip: "172.18.0.300", prot: 80, page: 1,',
			}).replace("weight: 2", "weight: -2"),
		);
		for (const words of [["preview"], ["up", "--yes", "--skip-preview"]]) {
			const { exit, text } = await stack.pulumi(...words);
			assert.notEqual(exit, 0);
			assert.match(text, /cluster web: 4 problems/);
			for (const problem of [
				/vip: .*172\.18\.0\.300/,
				/declaration: .*prot/,
				/page: /,
				/realServers\.rs1\.weight: /,
			])
				assert.match(text, problem);
			assertNoStack(text);
		}
		assert.deepEqual(await ours(), []);
	});

	test("a smoke test that proves nothing is refused, without a stack trace", async () => {
		stack.program(experiment({ service: "htp" }));
		const { exit, text } = await stack.pulumi("preview");
		assert.notEqual(exit, 0);
		assert.match(text, /no service "htp"; the cluster has http/);
		assertNoStack(text);
	});

	// what each example declares, beside its components
	const examples: Readonly<Record<string, readonly string[]>> = {
		"three-hosts": ["web-lb", "web-rs1", "web-rs2"],
		"website-tls": ["sites-rs1", "sites-rs2", "web-lb"],
		wordpress: ["blog-rs1", "database-server", "files-rs2", "web-lb"],
	};
	test("every example is tried", () => {
		const folders = readdirSync(join(repository, "examples"), {
			withFileTypes: true,
		}).filter(
			// its job is run by test/lab/21-guides.test.ts
			(entry) => entry.isDirectory() && entry.name !== "ci-smoke",
		);
		assert.deepEqual(
			folders.map(({ name }) => name).sort(),
			Object.keys(examples),
		);
	});
	for (const [name, resources] of Object.entries(examples))
		test(`examples/${name}`, async () => {
			const example = join(repository, "examples", name);
			cpSync(example, stack.folder, {
				recursive: true,
				// state of whoever tries the example here, and what Pulumi has for this stack
				filter: (source) =>
					!/\/(node_modules|state|Pulumi\.yaml)$/.test(source),
			});
			// the keys of the reader, on this machine
			const hosts = readFileSync(join(example, "hosts.ts"), "utf8")
				.replace('"~/.ssh/id_ed25519"', JSON.stringify(privateKeyFile))
				.replace(
					'knownHosts: "~/.ssh/known_hosts"',
					`hostKey: ${JSON.stringify(hostKey)}`,
				);
			assert.doesNotMatch(hosts, /~/);
			writeFileSync(join(stack.folder, "hosts.ts"), hosts);
			if (name === "website-tls") {
				mkdirSync(join(stack.folder, "certificates"));
				for (const site of ["www.lab.test", "shop.lab.test"])
					certify(join(stack.folder, "certificates"), site);
			}
			const { text } = await stack.good("preview", "--diff");
			for (const resource of resources)
				assert.ok(text.includes(`::${resource}]`), `${resource}\n${text}`);
		});
});

/** No frame of a stack, of ours or of Node. */
function assertNoStack(text: string): void {
	assert.doesNotMatch(text, /^ +at .*:\d+:\d+\)?$/m);
}
