import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, suite, test } from "node:test";
import { experiment } from "./experiment.ts";
import { emptyProject, type Project, repository } from "./project.ts";

// What npm gives a user, installed where nothing of this checkout can be found by accident.

interface Packed {
	readonly filename: string;
	/** Bytes. */
	readonly size: number;
	readonly files: readonly { readonly path: string }[];
}

suite("the npm package", () => {
	let shop: Project;
	let packed: Packed;
	const node = join(repository, "node_modules/.bin/node");
	const write = (name: string, text: string) =>
		writeFileSync(join(shop.folder, name), text);

	before(async () => {
		execFileSync(join(repository, "script/build"), { stdio: "inherit" });
		shop = emptyProject();
		const [found] = JSON.parse(
			execFileSync(
				"npm",
				["pack", "--json", "--silent", "--pack-destination", shop.folder],
				{ cwd: repository, encoding: "utf8" },
			),
		) as Packed[];
		assert.ok(found);
		packed = found;
		const installed = await shop.run(
			"npm",
			"install",
			`./${packed.filename}`,
			// the oldest Node that will do, and the TypeScript of `pulumi new typescript`
			...["node@22.18.0", "typescript@5.9.3"],
			...["--prefer-offline", "--no-audit", "--no-fund"],
		);
		assert.equal(installed.exit, 0, installed.text);
	});
	after(() => shop[Symbol.dispose]());

	test("holds the compiled library, its templates, the labs and what one reads, and nothing else", () => {
		const paths = packed.files.map(({ path }) => path);
		const unwanted = paths.filter(
			(path) =>
				!/^dist\/[a-z0-9/-]+\.(js|d\.ts|cjs|d\.cts)$/.test(path) &&
				!/^docs\/.*\.md$/.test(path) &&
				!/^(templates|labs|examples|tools\/lab-image)\//.test(path) &&
				!["tools/lab-needs", "tools/pulumi/version"].includes(path) &&
				!/^(CHANGELOG|CONTRIBUTING|README)\.md$|^LICENSE$|^package\.json$/.test(
					path,
				),
		);
		assert.deepEqual(unwanted, []);
		for (const path of [
			"dist/index.js",
			"dist/index.d.ts",
			"dist/provider/provider.js",
			"dist/lab/index.js",
			"dist/cli/main.js",
			"labs/02-dr/lab.ts",
			"tools/lab-image/build",
			"templates/director/etc/ipvsadm.rules.hbs",
			"docs/guides/first-cluster.md",
			"LICENSE",
		])
			assert.ok(paths.includes(path), path);
	});

	test("has every file that its README links to", () => {
		const text = readFileSync(join(repository, "README.md"), "utf8");
		const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
			([, target = ""]) => target,
		);
		assert.ok(links.length > 20);
		const paths = packed.files.map(({ path }) => path);
		assert.deepEqual(
			links.filter((link) => !paths.some((path) => path.startsWith(link))),
			[],
		);
	});

	test("has every type that its types speak of", () => {
		const types = packed.files
			.map(({ path }) => path)
			.filter((path) => path.endsWith(".d.ts"));
		const missing = types.flatMap((path) =>
			[
				...readFileSync(join(repository, path), "utf8").matchAll(
					/(?:from |import\()"(\.[^"]+)\.[jt]s"/g,
				),
			]
				.map(([, name = ""]) => `${join(dirname(path), name)}.d.ts`)
				.filter((name) => !types.includes(name))
				.map((name) => `${path}: ${name}`),
		);
		assert.deepEqual(missing, []);
	});

	test("is small, as the lab's image is not in it", () => {
		assert.ok(packed.size < 1_000_000, `${packed.size} bytes`);
	});

	test("names no path of the machine that made it", () => {
		for (const { path } of packed.files) {
			const text = readFileSync(
				join(shop.folder, "node_modules/pulumi-lvs", path),
				"utf8",
			);
			assert.ok(!text.includes(repository), path);
		}
	});

	test("is imported by plain Node under its three names", async () => {
		writeFileSync(
			join(shop.folder, "names.js"),
			`const names = ["pulumi-lvs", "pulumi-lvs/provider", "pulumi-lvs/lab"];
for (const name of names) console.log(name, Object.keys(await import(name)).sort().join(" "));
process.exit();
`,
		);
		const { stdout, text } = await shop.run(node, "names.js");
		assert.deepEqual(
			stdout.split("\n"),
			[
				"pulumi-lvs Cluster Database Discuz HostSetup ObjectCache SessionStore SharedStorage SmokeTest Website WordPress article control failover outage readBack register session spread sticky",
				"pulumi-lvs/provider check configure create delete diff read update",
				"pulumi-lvs/lab defineLab lab",
			],
			text,
		);
	});

	test("brings the command line", async () => {
		const { exit, text } = await shop.run(
			node,
			"node_modules/.bin/lvsctl",
			"--help",
		);
		assert.equal(exit, 0, text);
		assert.match(text, /^Usage: lvsctl /m);
	});

	test("brings types: a good program compiles, and a declaration typed wrong does not", async () => {
		const tsc = async (text: string) => {
			shop.program(text);
			return shop.run(
				node,
				join(repository, "node_modules/typescript/bin/tsc"),
				...["--noEmit", "--strict", "--skipLibCheck", "--target", "es2023"],
				...["--module", "nodenext", "index.ts"],
			);
		};
		const good = await tsc(experiment());
		assert.equal(good.exit, 0, good.text);
		const wrong = await tsc(experiment().replace('"wrr"', '"wrrr"'));
		assert.equal(wrong.exit, 2, wrong.text);
		assert.match(wrong.text, /"wrrr"/);
	});

	test("runs a preview, as Node runs TypeScript", async () => {
		shop.program(experiment());
		await shop.good("stack", "init", "test");
		const { text } = await shop.good("preview", "--diff");
		assert.match(text, /-t 172\.18\.0\.70:80 -r 172\.18\.0\.67:80/);
		assert.match(text, /\+ 7 to create/);
	});

	test("runs a preview in a project of pulumi new typescript, with the oldest Node", async () => {
		shop.program(
			`${experiment()}export const node = (globalThis as any).process.version;\n`,
		);
		write("Pulumi.yaml", "name: lvs-02-dr\nruntime: nodejs\n");
		write("package.json", '{ "name": "shop", "main": "index.ts" }\n');
		// as the template has it
		write(
			"tsconfig.json",
			JSON.stringify({
				compilerOptions: {
					strict: true,
					target: "es2020",
					module: "commonjs",
					moduleResolution: "node",
				},
				files: ["index.ts"],
			}),
		);
		const { text } = await shop.run(
			"sh",
			"-c",
			'PATH="$PWD/node_modules/.bin:$PATH" pulumi preview --diff --non-interactive',
		);
		assert.match(text, /node *: "v22\.18\.0"/);
		assert.match(text, /-t 172\.18\.0\.70:80 -r 172\.18\.0\.67:80/);
		assert.match(text, /\+ 7 to create/);
	});

	test("tells an old Node in one sentence, imported or required", async () => {
		const pretend =
			'data:text/javascript,Object.defineProperty(process.versions, "node", { value: "20.20.2" })';
		for (const load of [
			'await import("pulumi-lvs")',
			'require("pulumi-lvs")',
		]) {
			const { text } = await shop.run(
				node,
				...["--import", pretend],
				...[
					"-e",
					`(async () => ${load})().catch((error) => console.log(error.message))`,
				],
			);
			assert.equal(
				text,
				"pulumi-lvs needs Node 22.18 or newer, and this is Node 20.20.2",
			);
		}
		const { text } = await shop.run(
			node,
			"node_modules/pulumi-lvs/dist/old-node.cjs",
		);
		assert.match(text, /^Error: pulumi-lvs needs Node 22\.18 or newer/m);
	});
});
