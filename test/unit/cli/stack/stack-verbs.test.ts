import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { nothing } from "../../../../src/model/desired.ts";
import { fakePulumi } from "../fake-pulumi.ts";
import { runLvsctl } from "../run-lvsctl.ts";

// With a pulumi that prints what it was given.

suite("what pulumi is given", () => {
	let home: string;
	before(() => {
		home = mkdtempSync(join(tmpdir(), "lvs-options-"));
		mkdirSync(join(home, "shop"));
		for (const folder of [home, join(home, "shop")])
			fakePulumi(folder, 'echo "$PWD:" "$PULUMI_STACK:" "$@"');
	});
	after(() => rmSync(home, { recursive: true }));

	const lvsctl = (...words: string[]) =>
		runLvsctl(words, {
			folder: home,
			environment: { PATH: `${home}:/usr/bin` },
		});

	for (const [words, folder, passed] of [
		["preview", "", "prod: preview --diff"],
		["preview --json", "", "prod: preview --json"],
		["preview -o json", "", "prod: preview --json"],
		["preview --diff=false shop", "/shop", "prod: preview --json --diff=false"],
		["preview --diff shop", "/shop", "prod: preview --diff"],
		["up --yes --diff -C shop", "/shop", "prod: up --yes --diff"],
		["up -s dev --yes", "", "dev: up --json --yes"],
		["up -- --yes --stack dev", "", "dev: up --json --yes"],
		[
			"refresh . -- --preview-only --expect-no-changes",
			"",
			"prod: refresh --diff --preview-only --expect-no-changes",
		],
		[
			"destroy -y --target a shop",
			"/shop",
			"prod: destroy --json -y --target a",
		],
	] as const)
		test(`lvsctl ${words}`, async () => {
			const { exit, stdout, stderr } = await lvsctl(...words.split(" "));
			assert.deepEqual(
				[exit, stdout, stderr],
				[0, `${home}${folder}: ${passed}\n`, `stack ${passed.split(":")[0]}`],
			);
		});

	for (const verb of ["up", "refresh", "destroy"])
		test(`${verb} does not begin where nobody can answer its question`, async () => {
			const { exit, stdout, stderr } = await lvsctl(verb);
			assert.deepEqual([exit, stdout], [2, ""]);
			assert.match(
				stderr,
				new RegExp(`^\\.: ${verb} of stack prod asks before it does anything`),
			);
		});

	test("refresh does nothing but look, so it cannot be told not to", async () => {
		const { exit, stderr } = await lvsctl("refresh", "--yes", "--no-refresh");
		assert.deepEqual(
			[exit, stderr],
			[
				2,
				"--no-refresh: refresh does nothing but look at the hosts; leave the option out",
			],
		);
	});

	suite("where the stack has a host", () => {
		const state = (...types: string[]) =>
			JSON.stringify({
				deployment: {
					resources: types.map((type) => ({
						type,
						urn: `urn::${type}::it`,
						inputs: {},
						outputs: {
							component: "web",
							role: "real-server",
							name: "rs1",
							// nobody listens there
							connection: {
								address: "127.0.0.1",
								port: 1,
								agent: true,
								connectSeconds: 1,
							},
							desired: nothing,
							follows: {},
							revision: "1",
						},
					})),
				},
			});
		const ours = "pulumi-nodejs:dynamic/lvs:RealServer";
		const exported = (...types: string[]) =>
			fakePulumi(
				home,
				`echo "$@"`,
				`[ "$1 $2" != "stack export" ] || { echo '${state(...types)}'; exit; }`,
			);
		const away =
			"rs1 was not looked at: it is not known whether all is as declared there; run up again when it answers";

		const reason =
			"rs1: not looked at: root@127.0.0.1:1: log in: no key: none is named, and there is no SSH agent (SSH_AUTH_SOCK is not set)";

		for (const [words, passed, exit, ...said] of [
			["up --yes", "up --json --yes --refresh=false", 3, reason, away],
			["preview", "preview --diff --refresh=false", 0, reason],
			[
				"up --yes --no-refresh",
				"up --json --yes --refresh=false",
				0,
				"hosts were not looked at",
			],
			["up --yes -r", "up --json --yes -r", 0],
			// a deletion looks at the host itself
			["destroy --yes", "destroy --json --yes --refresh=false", 0],
		] as const)
			test(`lvsctl ${words}`, async () => {
				exported(ours);
				const outcome = await lvsctl(...words.split(" "));
				assert.deepEqual([outcome.exit, outcome.stdout], [exit, `${passed}\n`]);
				assert.deepEqual(
					outcome.stderr.split("\n").filter((line) => !line.startsWith("  ")),
					["stack prod: rs1 127.0.0.1:1", ...said],
				);
			});

		test("pulumi's own count of what is unchanged says so too", async () => {
			fakePulumi(
				home,
				"echo '    1 change. 5 unchanged'; echo '    7 unchanged'",
				`[ "$1 $2" != "stack export" ] || { echo '${state(ours)}'; exit; }`,
			);
			assert.deepEqual(
				(await lvsctl("preview", "--no-refresh")).stdout,
				[
					"    1 change. 5 declared as before; hosts were not looked at",
					"    7 declared as before; hosts were not looked at",
					"",
				].join("\n"),
			);
		});

		test("resources of other packages are refreshed as Pulumi.yaml says", async () => {
			exported(ours, "aws:s3/bucket:Bucket");
			const { stdout } = await lvsctl("destroy", "--yes");
			assert.equal(stdout, "destroy --json --yes\n");
		});

		test("for programs the error is JSON", async () => {
			exported(ours);
			const { exit, stdout } = await lvsctl("up", "--yes", "-o", "json");
			assert.equal(exit, 3);
			assert.deepEqual(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""), {
				error: { message: away, exit: 3 },
			});
		});
	});

	test("changes that were not expected are told by the document, and end with 1", async () => {
		fakePulumi(
			home,
			"echo '{ \"steps\": [] }'; echo 'error: no changes were expected' >&2; exit 1",
		);
		assert.deepEqual(
			await lvsctl(
				..."refresh --preview-only --expect-no-changes -o json".split(" "),
			),
			{
				exit: 1,
				stdout: '{ "steps": [] }\n',
				stderr: "stack prod\nno changes were expected",
			},
		);
	});

	test("a pulumi that is killed is told, as JSON too", async () => {
		fakePulumi(home, "kill -9 $$");
		const sentence =
			"pulumi was ended by SIGKILL; what it had begun is completed by the next up";
		assert.deepEqual(await lvsctl("up", "--yes"), {
			exit: 3,
			stdout: "",
			stderr: `stack prod\n${sentence}`,
		});
		for (const words of ["up --yes", "preview"])
			assert.deepEqual(await lvsctl(...words.split(" "), "-o", "json"), {
				exit: 3,
				stdout: `${JSON.stringify({ error: { message: sentence, exit: 3 } })}\n`,
				stderr: "stack prod",
			});
	});
});
