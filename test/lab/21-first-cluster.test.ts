import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
	copyFileSync,
	mkdirSync,
	mkdtempDisposableSync,
	readFileSync,
	statSync,
	symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { cacheHome } from "../../src/lab/directory.ts";
import { requireLab } from "../../src/lab/find-lab.ts";
import { command, pair, withFolder } from "./harness.ts";

// The guide "Your first cluster", word by word, with what npm packs and nothing else of this checkout. The package itself starts
// the machines of a lab, which stand for machines of one's own.

const root = resolve(import.meta.dirname, "../..");

/** The commands of a guide, and where each is run. */
function commandsOf(guide: string): { readonly on: string; text: string }[] {
	const text = readFileSync(join(root, "docs/guides", guide), "utf8");
	return [...text.matchAll(/^```sh(?: (\w+))?\n([\s\S]*?)^```$/gm)].flatMap(
		([, on = "here", lines = ""]) =>
			lines
				.trim()
				.split("\n")
				.map((text) => ({ on, text })),
	);
}

test("both languages of the guide have the same commands", () => {
	assert.deepEqual(
		commandsOf("first-cluster.zh.md"),
		commandsOf("first-cluster.md"),
	);
});

test("from an empty folder to a served page, and back", async (t) => {
	// its folder is not used: it gives the lab's state a place, and ends the lab
	await withFolder(pair, async ({ environment: { LVS_STATE_HOME } }) => {
		// not below that folder, where this checkout would be found
		using away = mkdtempDisposableSync(join(tmpdir(), "lvs-day-"));
		const home = away.path;
		const work = join(home, "work");
		for (const folder of [work, join(home, ".ssh")]) mkdirSync(folder);
		const environment = {
			PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
			HOME: home,
			LVS_STATE_HOME,
			LVS_CACHE_HOME: cacheHome(process.env),
			npm_config_cache: execFileSync("npm", ["config", "get", "cache"], {
				encoding: "utf8",
			}).trim(),
			npm_config_prefer_offline: "true",
			npm_config_audit: "false",
			NO_COLOR: "1",
		};
		let last = performance.now();
		const run = async (folder: string, text: string) => {
			const outcome = await command("sh", ["-c", text], {
				cwd: folder,
				environment,
			});
			t.diagnostic(
				`${((performance.now() - last) / 1000).toFixed(1)} s  ${text.slice(0, 60)}`,
			);
			last = performance.now();
			return outcome;
		};
		const good = async (folder: string, text: string) => {
			const { exit, stdout, stderr } = await run(folder, text);
			assert.equal(exit, 0, `${text}\n${stdout}${stderr}`);
			return stdout;
		};
		const { file, lvsctl } = unpack(home);

		await good(home, `${lvsctl} lab new 02-dr && ${lvsctl} lab up 02-dr`);
		const { state } = requireLab(join(home, "02-dr"), environment);
		copyFileSync(join(state.image, "key"), join(home, ".ssh/id_ed25519"));
		const on = (machine: string, text: string) =>
			good(home, `${lvsctl} lab exec -C 02-dr ${machine} -- ${text}`);

		/** A command of the guide, with its addresses and its npx replaced by what stands for them here. */
		const here = (text: string) =>
			text
				.replace(/^npx pulumi-lvs init/, `${lvsctl} init --package ${file}`)
				.replace("192.0.2.70", "172.18.0.70")
				.replace("192.0.2.66", `127.0.0.1:${state.machines.lb?.port}`)
				.replace("192.0.2.67", `127.0.0.1:${state.machines.rs1?.port}`)
				.replace("192.0.2.68", `127.0.0.1:${state.machines.rs2?.port}`);
		let folder = work;
		for (const { on: machine, text } of commandsOf("first-cluster.md")) {
			const [, into] = /^cd (\S+)$/.exec(text) ?? [];
			if (into !== undefined) folder = join(folder, into);
			else if (machine === "client") {
				const pages = [
					await on(machine, here(text)),
					await on(machine, here(text)),
				];
				assert.deepEqual(pages.sort(), ["<h1>rs1</h1>\n", "<h1>rs2</h1>\n"]);
			} else {
				if (text.includes("destroy")) await takeOver();
				const stdout = await good(folder, here(text));
				if (text.includes("status")) {
					assert.match(stdout, /-t 172\.18\.0\.70:80/);
					assert.match(stdout, /web director lb: as declared/);
				}
			}
		}
		assert.equal(await on("lb", "ipvsadm -Sn"), "");

		/** A second project takes over what the first has set up. */
		async function takeOver() {
			const stdout = await good(
				work,
				here(
					"npx pulumi-lvs init taken --from student@192.0.2.66 --real-server web1=student@192.0.2.67 --real-server student@192.0.2.68 --yes",
				),
			);
			assert.match(stdout, /^host keys:\n {2}lb .* SHA256:/m);
			const program = readFileSync(join(work, "taken/index.ts"), "utf8");
			assert.match(
				program,
				/web1: \{ host: hosts\.web1, address: "172\.18\.0\.67", weight: 1 \}/,
			);
			assert.doesNotMatch(program, /page/);
		}

		const shop = join(work, "shop");
		assert.equal(statSync(join(shop, ".passphrase")).mode & 0o777, 0o600);
		const before = readFileSync(join(shop, "index.ts"), "utf8");
		const { exit, stderr } = await run(work, `${lvsctl} init shop`);
		assert.equal(exit, 2);
		assert.match(stderr, /^shop: already here: package\.json, /);
		assert.equal(readFileSync(join(shop, "index.ts"), "utf8"), before);
	});
});

/** What npm packs, unpacked as npx would, with the libraries of this checkout. @returns the packed file, and its command */
function unpack(home: string): { file: string; lvsctl: string } {
	execFileSync(join(root, "script/build"));
	execFileSync(
		"npm",
		["pack", "--silent", "--ignore-scripts", "--pack-destination", home],
		{ cwd: root },
	);
	const place = join(home, "node_modules/pulumi-lvs");
	mkdirSync(place, { recursive: true });
	const { version } = JSON.parse(
		readFileSync(join(root, "package.json"), "utf8"),
	) as { version: string };
	const file = join(home, `pulumi-lvs-${version}.tgz`);
	execFileSync("tar", ["-xzf", file, "--strip-components=1", "-C", place]);
	symlinkSync(join(root, "node_modules"), join(place, "node_modules"));
	return { file, lvsctl: `node ${join(place, "dist/cli/main.js")}` };
}
