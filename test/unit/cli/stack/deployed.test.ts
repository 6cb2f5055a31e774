import assert from "node:assert/strict";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { suite, test } from "node:test";
import { declaredSmokeTests } from "../../../../src/cli/check/declared-smoke-tests.ts";
import { deployed } from "../../../../src/cli/stack/deployed.ts";
import { nothing } from "../../../../src/model/desired.ts";
import { textFormat } from "../../../../src/model/wire-text.ts";
import { fakePulumi } from "../fake-pulumi.ts";

const connection = {
	address: "lb",
	privateKeyFile: "keys/id",
	knownHosts: "../known",
	sshConfig: "config",
	jump: { address: "gate", privateKeyFile: "gate", sshConfig: true },
};
const proof = {
	name: "spread",
	connection,
	second: { address: "other", privateKeyFile: "~/id" },
	machines: { lb: { address: "lb", privateKeyFile: "/etc/id", agent: true } },
	checks: [],
	proves: {},
};
/** What is read where the program runs in this folder. */
const read = (program: string) => ({
	connection: {
		address: "lb",
		privateKeyFile: join(program, "keys/id"),
		knownHosts: join(program, "../known"),
		sshConfig: join(program, "config"),
		jump: {
			address: "gate",
			privateKeyFile: join(program, "gate"),
			sshConfig: true,
		},
	},
	second: proof.second,
	machines: proof.machines,
});

const resources = [
	{
		type: "pulumi-nodejs:dynamic/lvs:Director",
		urn: "urn:pulumi:live::shop::web-lb",
		outputs: {
			role: "director",
			name: "lb",
			connection,
			desired: nothing,
			textFormat,
		},
	},
	{
		type: "pulumi-nodejs:dynamic/lvs:SmokeTest",
		urn: "urn:pulumi:live::shop::spread-checks",
		inputs: proof,
	},
];

/** A program whose state names files by relative paths. Lines: more of its Pulumi.yaml. More: further resources. */
function program(lines = "", more: readonly object[] = []) {
	const home = mkdtempDisposableSync(join(tmpdir(), "lvs-deployed-"));
	writeFileSync(join(home.path, "Pulumi.yaml"), `name: shop\n${lines}`);
	const place = join(home.path, "kept/.pulumi/stacks/shop");
	mkdirSync(place, { recursive: true });
	writeFileSync(
		join(place, "live.json"),
		JSON.stringify({
			version: 3,
			checkpoint: { latest: { resources: [...resources, ...more] } },
		}),
	);
	mkdirSync(join(home.path, "src"));
	writeFileSync(join(home.path, "src/index.ts"), "");
	return {
		path: home.path,
		stack: {
			// as a user names it, from any folder
			folder: relative(process.cwd(), home.path),
			name: "live",
			environment: {
				PULUMI_BACKEND_URL: `file://${home.path}/kept`,
			} as Record<string, string>,
		},
		[Symbol.dispose]: () => home[Symbol.dispose](),
	};
}

suite("files that a state names", () => {
	for (const [lines, folder] of [
		["", "."],
		["main: src\n", "src"],
		["main: ./src/   # the program\n", "src"],
		['main: "src/index.ts"\n', "src"],
		["main: src/index.ts\nruntime: nodejs\n", "src"],
		["runtime:\n  name: nodejs\n", "."],
		["x: &program src\nmain: *program\n", "src"],
		["main: >-\n  src\n", "src"],
	] as const)
		test(`are looked for where the program runs: ${JSON.stringify(lines)}`, async () => {
			using shop = program(lines);
			const { hosts, directors, smokeTests } = await deployed(shop.stack);
			const wanted = read(join(shop.path, folder));
			assert.deepEqual(hosts[0]?.connection, wanted.connection);
			assert.deepEqual(directors[0]?.connection, wanted.connection);
			const { connection, second, machines } = smokeTests[0] ?? {};
			assert.deepEqual({ connection, second, machines }, wanted);
		});

	test("and those of a smoke test that no up has reached", async () => {
		using shop = program();
		fakePulumi(shop.path, `echo '${JSON.stringify(proof)}' >> "$LVS_DECLARED"`);
		const { PATH } = process.env;
		process.env.PATH = `${shop.path}:${PATH}`;
		try {
			const [found] = await declaredSmokeTests(shop.stack);
			const { connection, second, machines } = found ?? {};
			assert.deepEqual({ connection, second, machines }, read(shop.path));
		} finally {
			process.env.PATH = PATH;
		}
	});
});

suite("resources of other packages", () => {
	for (const [type, custom, has] of [
		["hcloud:index/server:Server", true, true],
		["pulumi:providers:hcloud", true, false],
		// whatever is in it stands beside it
		["ours:index:Site", false, false],
	] as const)
		test(`${type}: ${has}`, async () => {
			using shop = program("", [
				{ type, custom, urn: `urn:pulumi:live::shop::${type}::one` },
			]);
			assert.equal((await deployed(shop.stack)).hasOthers, has);
		});
});
