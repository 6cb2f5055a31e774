import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempDisposableSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import { load } from "js-yaml";
import { cacheHome } from "../../src/lab/directory.ts";
import { requireLab } from "../../src/lab/find-lab.ts";
import { applyEdit, type GuideStep, guideSteps } from "./guide.ts";
import { command, withFolder } from "./harness.ts";
import { onlyIn } from "./only-in.ts";

// The guides, and the CI job of examples/ci-smoke, word by word, with what npm packs and nothing else of this checkout. The machines
// of a lab stand for machines of one's own, and the package itself starts them.

const root = resolve(import.meta.dirname, "../..");
const guide = (name: string) => guideSteps(join(root, "docs/guides", name));

for (const name of ["first-cluster", "tasks", "security"])
	test(`both languages of ${name} have the same commands`, () => {
		const english = guide(`${name}.md`);
		assert.ok(english.length > 3);
		assert.deepEqual(guide(`${name}.zh.md`), english);
	});

/** The job of examples/ci-smoke for GitLab. */
const { smoke: jobs } = load(
	readFileSync(join(root, "examples/ci-smoke/.gitlab-ci.yml"), "utf8"),
) as {
	smoke: Record<"before_script" | "script" | "after_script", string[]>;
};

test("the job for GitHub runs the same commands, and both install what labs need", () => {
	const { jobs: github } = load(
		readFileSync(
			join(root, "examples/ci-smoke/.github/workflows/smoke.yml"),
			"utf8",
		),
	) as { jobs: { smoke: { steps: { run?: string }[] } } };
	const [install = "", ...runs] = github.smoke.steps.flatMap(
		({ run }) => run ?? [],
	);
	assert.deepEqual(runs, [...jobs.script, ...jobs.after_script]);
	const needs = readFileSync(join(root, "tools/lab-needs"), "utf8")
		.split("\n")
		.flatMap((line) => /^[^#]\S* (\S+)$/.exec(line)?.[1] ?? []);
	assert.ok(needs.length > 5);
	for (const text of [install, jobs.before_script.join("\n")])
		for (const name of needs) assert.ok(text.includes(` ${name}`), name);
});

/** Machine -> last number of its address. */
const numbers = { lb: 66, rs1: 67, rs2: 68, rs3: 69 } as const;

test("the CI job; from an empty folder to a served page, and back", (t) =>
	day(t, { whole: false }));

test(
	"the CI job; from an empty folder to a served page, the usual tasks, the smallest rights, and back",
	onlyIn("guides"),
	(t) => day(t, { whole: true }),
);

/** @param whole whether the pages about the usual tasks and about rights are followed too. */
async function day(
	t: TestContext,
	{ whole }: { readonly whole: boolean },
): Promise<void> {
	// its folder is not used: it gives the lab's state a place, and ends the lab
	const place = { links: { lan: "172.18.0.0/24" }, machines: {} };
	await withFolder(place, async ({ environment: { LVS_STATE_HOME } }) => {
		// not below that folder, where this checkout would be found
		using away = mkdtempDisposableSync(join(tmpdir(), "lvs-day-"));
		const home = away.path;
		const work = join(home, "work");
		for (const folder of [work, join(home, ".ssh")]) mkdirSync(folder);
		const { NODE_EXTRA_CA_CERTS } = process.env;
		const environment = {
			PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
			// npm asks its registry where its cache has not all yet
			...(NODE_EXTRA_CA_CERTS === undefined ? {} : { NODE_EXTRA_CA_CERTS }),
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
		const good = async (folder: string, text: string, expected = 0) => {
			const { exit, stdout, stderr } = await run(folder, text);
			assert.equal(exit, expected, `${text}\n${stdout}${stderr}`);
			return stdout;
		};
		const { file, lvsctl } = unpack(home);

		await good(home, `${lvsctl} lab new 02-dr`);
		assert.ok(existsSync(join(home, "02-dr/task.md")));

		const ci = join(home, "ci-smoke");
		cpSync(join(root, "examples/ci-smoke"), ci, { recursive: true });
		const labFile = join(ci, "lab.ts");
		writeFileSync(
			labFile,
			applyEdit(readFileSync(labFile, "utf8"), {
				before: "\t\tclient:",
				after: '\t\trs3: { lan: "172.18.0.69" },\n\t\tclient:',
			}),
		);
		// the guide shows that npm installs the package; here it is what was unpacked above
		const inCi = (line: string) =>
			good(ci, line.replace(/^npx lvsctl/, lvsctl));
		for (const line of jobs.script) if (line !== "npm ci") await inCi(line);
		assert.match(
			readFileSync(join(ci, "smoke.json"), "utf8"),
			/"passed": true/,
		);

		// the same machines, as they were found: they stand for one's own
		const { state } = requireLab(ci, environment);
		copyFileSync(join(state.image, "key"), join(home, ".ssh/id_ed25519"));
		const on = (machine: string, text: string) =>
			good(
				home,
				`${lvsctl} lab exec -C ci-smoke ${machine} -- sh -c '${text.replaceAll("'", `'\\''`)}'`,
			);

		/** Text of a guide, with what stands here for its addresses and its npx. */
		const here = (text: string) => {
			let here = text
				.replace(/^npx pulumi-lvs init/, `${lvsctl} init --package ${file}`)
				.replace("pulumi-lvs@latest", file);
			for (const [machine, number] of Object.entries(numbers)) {
				const { port } = state.machines[machine] ?? {};
				here = here
					.replace(
						`{ ...login, address: "192.0.2.${number}"`,
						`{ ...login, address: "127.0.0.1", port: ${port}`,
					)
					.replace(`@192.0.2.${number}`, `@127.0.0.1:${port}`)
					.replace(
						`ssh-keyscan -t ed25519 192.0.2.${number}`,
						`ssh-keyscan -t ed25519 -p ${port} 127.0.0.1`,
					);
			}
			return here.replaceAll("192.0.2.", "172.18.0.");
		};
		let folder = work;
		const seen: string[] = [];
		async function follow(step: GuideStep) {
			if (step.kind === "edit") {
				const program = join(folder, "index.ts");
				writeFileSync(
					program,
					applyEdit(readFileSync(program, "utf8"), {
						before: here(step.before),
						after: here(step.after),
					}),
				);
				return;
			}
			if (step.kind === "event") {
				assert.equal(step.text, "rs3 dies");
				process.kill(state.machines.rs3?.process?.pid ?? 0, "SIGKILL");
				return;
			}
			const [, into] = /^cd (\S+)$/.exec(step.text) ?? [];
			for (const machine of step.on)
				if (into !== undefined) folder = join(folder, into);
				else if (machine === "here")
					seen.push(await good(folder, here(step.text), step.exit));
				else seen.push(await on(machine, here(step.text)));
		}
		const steps = guide("first-cluster.md");
		const back = steps.findIndex(
			(step) => step.kind === "command" && / destroy /.test(step.text),
		);
		for (const step of steps.slice(0, back)) await follow(step);
		assert.match(seen.at(-1) ?? "", /-t 172\.18\.0\.70:80/);
		assert.match(seen.at(-1) ?? "", /web director lb: as declared/);
		const shop = join(work, "shop");
		assert.equal(statSync(join(shop, ".passphrase")).mode & 0o777, 0o600);
		await refusesToOverwrite(shop);

		for (const step of whole ? guide("tasks.md") : []) {
			await follow(step);
			const [text = ""] = seen.slice(-1);
			if (step.kind !== "command") continue;
			if (step.text.includes(" init taken")) {
				assert.match(text, /^host keys:\n {2}lb .* SHA256:/m);
				const program = readFileSync(join(work, "taken/index.ts"), "utf8");
				assert.match(program, /rs1: \{ host: hosts\.rs1, address: "172\./);
				assert.match(program, /page: false/);
			}
			if (step.text.includes("status --timeout"))
				assert.match(text, /web real-server rs3: not seen/);
		}
		if (whole) {
			for (const step of guide("security.md")) await follow(step);
			assert.match(seen.at(-1) ?? "", /web director lb: as declared/);
			// the login that may only run sh as root was the one that was used
			assert.match(
				await on("lb", "journalctl -q _COMM=sudo"),
				/ deploy : .*\/sh -s$/m,
			);
			assert.match(await on("lb", "ipvsadm -Sn"), /-s wrr/);
		}

		for (const step of steps.slice(back)) await follow(step);
		assert.equal(await on("lb", "ipvsadm -Sn"), "");
		for (const line of jobs.after_script) await inCi(line);

		async function refusesToOverwrite(shop: string) {
			const before = readFileSync(join(shop, "index.ts"), "utf8");
			const { exit, stderr } = await run(work, `${lvsctl} init shop`);
			assert.equal(exit, 2);
			assert.match(stderr, /^shop: already here: package\.json, /);
			assert.equal(readFileSync(join(shop, "index.ts"), "utf8"), before);
		}
	});
}

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
	symlinkSync(
		join(root, "node_modules/@pulumi"),
		join(home, "node_modules/@pulumi"),
	);
	return { file, lvsctl: `node ${join(place, "dist/cli/main.js")}` };
}
