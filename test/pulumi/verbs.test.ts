import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { pulumiOptions } from "../../src/cli/pulumi/pulumi-options.ts";
import { type PlayedHost, playHost } from "../played/played-host.ts";
import { type Project, project, repository } from "./project.ts";

// The verbs of lvsctl on stacks of one's own, with the real engine and played hosts. No terminal is there.

const node = join(repository, "node_modules/.bin/node");
const main = join(repository, "dist/cli/main.js");

suite("lvsctl on a stack of one's own", () => {
	let stack: Project;
	let lb: PlayedHost;
	let rs1: PlayedHost;
	let client: PlayedHost;
	before(async () => {
		[stack, lb, rs1, client] = await Promise.all([
			project(),
			playHost("172.18.0.66"),
			playHost("172.18.0.67"),
			playHost("172.18.0.10"),
		]);
	});
	after(async () => {
		await Promise.all([lb, rs1, client].map((host) => host.close()));
		stack[Symbol.dispose]();
	});

	/** @param environment words for `env`. */
	async function lvsctlIn(environment: readonly string[], words: string) {
		const { exit, stdout, stderr } = await stack.run(
			"env",
			...environment,
			...[node, main, ...words.split(" ").filter(Boolean)],
		);
		return { exit, stdout, stderr };
	}
	/** With the stack named, which spares a question. */
	const lvsctl = (words: string) => lvsctlIn(["PULUMI_STACK=test"], words);
	async function good(words: string) {
		const outcome = await lvsctl(words);
		assert.equal(outcome.exit, 0, outcome.stdout + outcome.stderr);
		return outcome;
	}
	const refused = (stderr: string) => ({ exit: 2, stdout: "", stderr });
	const hosts = () =>
		`lb 127.0.0.1:${lb.connection.port}, rs1 127.0.0.1:${rs1.connection.port}`;
	const key = ({ connection }: PlayedHost) =>
		String(connection.hostKey).split(" ")[1] ?? "";
	const program = (weight: number, machines = "hosts") =>
		stack.program(`import { getStack } from "@pulumi/pulumi";
import { Cluster, SmokeTest, spread } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const hosts = ${JSON.stringify({ lb: lb.connection, rs1: rs1.connection, client: client.connection })};
const machines = ${machines};
const web = new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: { lb: { host: machines.lb, address: "172.18.0.66" } },
	realServers: { rs1: { host: machines.rs1, address: "172.18.0.67", weight: ${weight} } },
	services: { http: { tcp: 80, scheduler: "wrr" } },
});
new SmokeTest("proof", { cluster: web, from: machines.client, checks: [spread({ service: "http", requests: 4 })] });
export const rules = web.rules;
`);
	const looked = "2 hosts looked at: as declared in the last up";

	test("what is missing before there is a stack is told in one sentence, with the way out", async () => {
		const [nowhere, unknown, empty, asking] = await Promise.all([
			lvsctlIn(["-u", "PULUMI_BACKEND_URL"], "status"),
			lvsctl("up --yes --stack prod"),
			lvsctlIn([], "status"),
			lvsctl("up"),
		]);
		assert.deepEqual(
			nowhere,
			refused(
				".: pulumi does not know where to keep its stacks; run: pulumi login file://~ (a folder of yours), or pulumi login, or set PULUMI_BACKEND_URL",
			),
		);
		assert.deepEqual(
			unknown,
			refused(
				".: no stack prod; there are test; make it: pulumi stack init prod",
			),
		);
		assert.deepEqual(
			empty,
			refused(
				"stack test\n.: stack test has no hosts; run: lvsctl up . --stack test",
			),
		);
		assert.deepEqual(
			asking,
			refused(
				".: up of stack test asks before it does anything, and nobody can answer here; add --yes (lvsctl preview shows what it would do)",
			),
		);
	});

	test("preview shows rules and lines by itself, and JSON where that is asked for", async () => {
		program(2);
		const [text, json] = await Promise.all([
			good("preview"),
			good("preview -o json"),
		]);
		assert.match(
			text.stdout,
			/-t 172\.18\.0\.70:80 -r 172\.18\.0\.67:80 *: "-g -w 2"/,
		);
		assert.equal(text.stderr, "stack test");
		assert.equal(JSON.parse(json.stdout).changeSummary.create, 6);
		assert.equal(json.stderr, "stack test");
	});

	test("a program that fails by itself is wrong use, and is told by its own frames", async () => {
		stack.program('import "pulumi-lvs";\n\nthrow new Error("no hosts");\n');
		const told = `Running program '${stack.folder}/index.ts' failed with an unhandled exception:
Error: no hosts
    at file://${stack.folder}/index.ts:3:7`;
		const [shown, json, rendered] = await Promise.all([
			lvsctl("preview --diff=false"),
			lvsctl("preview -o json"),
			lvsctl("render"),
		]);
		assert.deepEqual(
			[shown.exit, shown.stderr.split("\n").slice(1).join("\n")],
			[2, told],
		);
		assert.deepEqual(JSON.parse(json.stdout), {
			error: { message: told, exit: 2 },
		});
		assert.equal(rendered.exit, 2);
		assert.equal(rendered.stdout, "");
		program(2);
	});

	test("up says what it made, each once", async () => {
		const { stdout, stderr } = await good("up --yes");
		assert.equal(stderr, "stack test");
		assert.deepEqual(stdout.replace(/\d+ s$/, "9 s").split("\n"), [
			"RealServer web-rs1 created",
			"Director web-lb created",
			"SmokeTest proof-checks created",
			"Outputs:",
			"  rules: [",
			'    [0]: "-A -t 172.18.0.70:80 -s wrr"',
			'    [1]: "-a -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 2"',
			"  ]",
			"Resources: 6 created; 9 s",
		]);
	});

	test("up for programs prints JSON alone, one event a line", async () => {
		program(3);
		const { stdout, stderr } = await good("up --yes --skip-preview -o json");
		assert.equal(stderr, `stack test: ${hosts()}\n${looked}`);
		const events = stdout.split("\n").map((line) => JSON.parse(line));
		const { resourceChanges } = events.find(
			({ summaryEvent }) => summaryEvent,
		).summaryEvent;
		assert.deepEqual(resourceChanges, { same: 4, update: 2 });
		const secret = String(lb.connection.privateKey).split("\n")[2] ?? "";
		assert.ok(secret !== "" && !stdout.includes(secret), "no key in clear");
	});

	test("drain, undrain and zero say what they did", async () => {
		const told = `stack test: ${hosts()}`;
		const alone = await lvsctl("drain rs1");
		assert.equal(alone.exit, 2, alone.stdout);
		assert.match(
			alone.stderr,
			/rs1: of -t 172\.18\.0\.70:80 nobody would be left who serves/,
		);
		for (const [words, stdout] of [
			[
				"drain rs1 --last",
				"rs1 (172.18.0.67) is drained on lb, cluster web, until lvsctl undrain rs1\n  -t 172.18.0.70:80: 0 still open",
			],
			[
				"undrain rs1",
				"rs1 (172.18.0.67) is no longer drained on lb, cluster web",
			],
			["undrain rs1", "rs1 (172.18.0.67) was not drained on lb, cluster web"],
			["zero", "counters are zero on lb, cluster web: -t 172.18.0.70:80"],
		] as const)
			assert.deepEqual(await lvsctl(words), { exit: 0, stdout, stderr: told });
		const [drained] = JSON.parse(
			(await good("drain rs1 --last --for 5m -o json")).stdout,
		);
		const { until, ...rest } = drained;
		assert.ok(Math.abs(Date.parse(until) - Date.now() - 300_000) < 60_000);
		assert.deepEqual(rest, {
			realServer: "rs1",
			address: "172.18.0.67",
			cluster: "web",
			director: "lb",
			drained: true,
			wasDrained: false,
			services: [{ service: "-t 172.18.0.70:80", active: 0, persistent: 0 }],
		});
		// nothing for up to repair
		assert.match((await good("status")).stdout, /web director lb: as declared/);
		await good("undrain rs1");
	});

	test("failover and standby say that there is one director, and touch no host", async () => {
		const why =
			"no cluster of it has a second director; declare one, and run up";
		for (const [words, path] of [
			["failover", "directors"],
			["failover lb", "lb"],
			["standby lb", "lb"],
			["standby lb --end", "lb"],
		] as const)
			assert.deepEqual(
				await lvsctl(words),
				refused(
					`stack test: ${hosts()}\nstack test: 1 problem\n  ${path}: ${why}`,
				),
				words,
			);
		assert.equal(
			(await lvsctl("standby")).stderr.split("\n")[0],
			"error: missing required argument 'director'",
		);
	});

	test("up looks at the hosts, repairs, and proves again; a proof that fails can be asked for again", async () => {
		// as lvsctl init writes it: what lvsctl says counts more
		const settings = join(stack.folder, "Pulumi.yaml");
		const before = readFileSync(settings, "utf8");
		writeFileSync(settings, `${before}options:\n  refresh: always\n`);
		const trace = join(stack.folder, "trace");
		const traced = async (words: string) => {
			rmSync(trace, { force: true });
			const { exit, stdout, stderr } = await lvsctlIn(
				["PULUMI_STACK=test", `LVS_TRACE=${trace}`],
				words,
			);
			const runs = existsSync(trace)
				? readFileSync(trace, "utf8").match(/ run /g)
				: [];
			return { exit, stdout, stderr, runs: runs?.length };
		};
		try {
			await lb.run(": >/played/table");
			// what no line of the declaration shows
			await rs1.run(
				"echo enabled earlier >/played/cached/lvs-web-real-server.service",
			);
			await client.run(
				"mv /usr/sbin/curl /usr/sbin/curl.was; printf 'exit 7\\n' >/usr/sbin/curl; chmod 755 /usr/sbin/curl",
			);
			const blind = await traced("up --yes --skip-preview --no-refresh");
			assert.deepEqual([blind.exit, blind.runs], [0, 0], blind.stderr);
			assert.match(
				blind.stdout,
				/^Resources: nothing declared has changed; hosts were not looked at; \d+ s$/m,
			);
			const repaired = await lvsctl("up --yes --skip-preview");
			assert.equal(repaired.exit, 1, repaired.stderr);
			assert.match(
				repaired.stderr,
				/^2 hosts looked at: lb, rs1 are not as the last up left them; up repairs$/m,
			);
			assert.match(repaired.stderr, /^ {4}ipvsadm .*table differs$/m);
			assert.match(repaired.stderr, /^ {4}reload systemd: /m);
			assert.match(
				repaired.stderr,
				/^SmokeTest proof-checks: FAILED: spread of http$/m,
			);
			for (const line of [
				"Director web-lb updated",
				"RealServer web-rs1 updated",
			])
				assert.ok(repaired.stdout.split("\n").includes(line), repaired.stdout);
			assert.match(await lb.run("cat /played/table"), /-r 172\.18\.0\.67:80/);

			const failed = await lvsctl("check");
			assert.equal(failed.exit, 1, failed.stderr);
			const untried = /^smoke test proof: declared, not yet passed$/m;
			assert.match(failed.stderr, untried);
			await client.run("mv /usr/sbin/curl.was /usr/sbin/curl");
			assert.match((await good("check")).stderr, untried);
			assert.match(
				(await good("up --yes --skip-preview")).stdout,
				/^SmokeTest proof-checks updated$/m,
			);
			assert.doesNotMatch((await good("check")).stderr, untried);
			const { exit, stdout, stderr, runs } = await traced(
				"up --yes --skip-preview",
			);
			assert.deepEqual([exit, runs], [0, 2], stdout);
			assert.equal(stderr, `stack test: ${hosts()}\n${looked}`);
			assert.match(stdout, /^Resources: 6 unchanged; /m);
		} finally {
			writeFileSync(settings, before);
		}
	});

	test("where one host is away, another is repaired all the same", async () => {
		const { stdout } = await stack.good("stack", "export", "--show-secrets");
		const file = join(stack.folder, "state.json");
		// the state has another key for it than the program
		const away = JSON.parse(stdout, (_name, value) =>
			typeof value === "string" ? value.replaceAll(key(lb), key(rs1)) : value,
		);
		writeFileSync(file, JSON.stringify(away));
		await stack.good("stack", "import", "--file", file);
		await rs1.run("sed -i /172.18.0.70/d /played/addresses");
		const { stderr, stdout: told } = await good("up --yes --skip-preview");
		assert.match(
			stderr,
			/^1 host looked at: rs1 is not as the last up left it/m,
		);
		assert.match(stderr, /^lb: not looked at: .*check the host key/m);
		assert.match(told, /^RealServer web-rs1 updated$/m);
		assert.match(told, /; lb was not looked at; /);
		assert.match(await rs1.run("cat /played/addresses"), /172\.18\.0\.70/);
	});

	test("a machine that others make anew while up runs is told, and the next up repairs it", async () => {
		program(3);
		const cluster = readFileSync(join(stack.folder, "index.ts"), "utf8");
		const begun = join(stack.folder, "remaking");
		const done = join(stack.folder, "remade");
		const withMachine = (size: number) =>
			stack.program(`import { dynamic } from "@pulumi/pulumi";
${cluster}
const remake = async () => {
	const fs = process.getBuiltinModule("node:fs");
	fs.writeFileSync(${JSON.stringify(begun)}, "");
	while (!fs.existsSync(${JSON.stringify(done)})) await new Promise((wake) => setTimeout(wake, 50));
};
class Machine extends dynamic.Resource {
	constructor(size: number) {
		super({
			create: async (inputs: object) => ({ id: "machine", outs: inputs }),
			update: async (_id: string, _before: object, inputs: object) => {
				await remake();
				return { outs: inputs };
			},
		}, "machine", { size }, { dependsOn: web });
	}
}
new Machine(${size});
`);
		try {
			withMachine(1);
			await good("up --yes");
			withMachine(2);
			let ended = false;
			const running = lvsctl("up --yes").finally(() => {
				ended = true;
			});
			while (!existsSync(begun) && !ended)
				await new Promise((wake) => setTimeout(wake, 50));
			await lb.run(": >/played/table");
			writeFileSync(done, "");
			const { exit, stderr } = await running;
			assert.equal(exit, 1, stderr);
			assert.match(
				stderr,
				/^changed while up ran, as when a machine is made anew; run up again:\n {2}web director lb:\n {4}ipvsadm .*table differs$/m,
			);
			const repaired = await good("up --yes");
			assert.match(repaired.stdout, /^Director web-lb updated$/m);
		} finally {
			program(3);
			await good("up --yes");
		}
	});

	test("secrets that cannot be read are told, as JSON too", async () => {
		const [none, wrong, json] = await Promise.all([
			lvsctlIn(["-u", "PULUMI_CONFIG_PASSPHRASE"], "status"),
			lvsctlIn(["PULUMI_CONFIG_PASSPHRASE=wrong"], "zero"),
			lvsctlIn(["PULUMI_CONFIG_PASSPHRASE=wrong"], "zero -o json"),
		]);
		const sentence =
			".: the secrets of stack test cannot be read: PULUMI_CONFIG_PASSPHRASE is not the passphrase of the stack";
		assert.deepEqual(
			none,
			refused(
				".: the secrets of stack test cannot be read: set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it",
			),
		);
		assert.deepEqual(wrong, refused(sentence));
		assert.deepEqual(json, {
			exit: 2,
			stdout: JSON.stringify({ error: { message: sentence, exit: 2 } }),
			stderr: "",
		});
	});

	test("in a folder with a lab the stack is not guessed at, and lab() gives no machines to another one", async () => {
		writeFileSync(join(stack.folder, "lab.ts"), "");
		try {
			assert.deepEqual(
				await lvsctlIn([], "status"),
				refused(
					".: its stack can be lab (lab.ts) or test (Pulumi.test.yaml); say which: --stack lab or --stack test",
				),
			);
			program(3, 'getStack() === "lab" ? lab() : hosts');
			const [status, preview] = await Promise.all([
				good("status --stack test"),
				good("preview --stack test"),
			]);
			assert.match(status.stdout, /web director lb: as declared/);
			assert.match(preview.stdout, /6 unchanged/);
			program(3, "lab() as any");
			const { exit, stdout, stderr } = await lvsctl("preview -s test -o json");
			assert.equal(exit, 2);
			assert.equal(stderr, `stack test: ${hosts()}\n${looked}`);
			assert.match(
				JSON.parse(stdout).error.message,
				/^lab\(\): 1 problem\n {2}stack test: the machines of the lab are for the stack lab alone; write: .*$/,
			);
		} finally {
			rmSync(join(stack.folder, "lab.ts"));
		}
	});

	test("hosts that cannot be reached are told once each, by every verb", async () => {
		const { stdout } = await stack.good("stack", "export", "--show-secrets");
		const swapped = stdout
			.replaceAll(key(lb), "ANOTHER")
			.replaceAll(key(rs1), key(lb))
			.replaceAll("ANOTHER", key(rs1));
		const file = join(stack.folder, "state.json");
		writeFileSync(file, swapped);
		await stack.good("stack", "import", "--file", file);
		async function tells(words: string, ...told: PlayedHost[]) {
			const { exit, stdout, stderr } = await lvsctl(words);
			assert.equal(exit, 3, words);
			const lines = stdout.split("\n");
			if (words.endsWith("json")) for (const line of lines) JSON.parse(line);
			const text = words.endsWith("json")
				? JSON.parse(lines.at(-1) ?? "").error.message
				: stdout + stderr;
			for (const host of told) {
				const reason = `root@127.0.0.1:${host.connection.port}: `;
				assert.equal(text.split(reason).length, 2, `${words}\n${text}`);
				// by the name that the declaration has for it
				const name = host === lb ? "lb" : "rs1";
				if (words.startsWith("refresh"))
					assert.ok(text.includes(`\n${name}: ${reason}`), text);
			}
			assert.doesNotMatch(text, /<\{%|update failed|Preview failed|^ +at /m);
		}
		await Promise.all([
			tells("status", lb, rs1),
			lvsctl("zero").then(({ stderr }) =>
				assert.match(stderr, /^lb: root@127\.0\.0\.1:\d+: check the host key/m),
			),
			// the backend lets one change at a time
			(async () => {
				await tells("refresh --yes", lb, rs1);
				await tells("destroy --yes --skip-preview", lb);
				await tells("destroy --yes --skip-preview -o json", lb);
			})(),
		]);
	});

	test("of several stacks none is guessed at", async () => {
		await stack.good("stack", "init", "other", "--no-select");
		await stack.good("stack", "unselect");
		assert.deepEqual(
			await lvsctlIn([], "status"),
			refused(
				".: no stack is selected; there are other, test; say which: --stack other, or select it: pulumi stack select other",
			),
		);
		// no up came to it, so the program tells
		program(3);
		assert.deepEqual(await lvsctlIn(["PULUMI_STACK=other"], "check"), {
			exit: 0,
			stdout:
				"passed: spread of http\n  did       4 separate connections to http://172.18.0.70:80/\n  expected  rs1 4 (3 to 5)\n  saw       rs1 4",
			stderr: "stack other\nsmoke test proof: declared, not yet passed",
		});
	});

	test("pulumi's options are known, and whether each takes a value", async () => {
		const verbs = ["up", "preview", "refresh", "destroy"];
		const found = new Map<string, boolean>();
		for (const help of await Promise.all(
			verbs.map((verb) => stack.good(verb, "--help")),
		))
			for (const [, short, long, value = ""] of help.stdout.matchAll(
				/^ +(?:(-\w), )?(--[\w-]+)(?: (\S+))? {2}/gm,
			))
				for (const name of [short, long])
					if (name !== undefined)
						found.set(
							name,
							// a value with a default stands after = alone
							value !== "" && !value.includes("[=") && value !== "false",
						);
		const sorted = (options: Iterable<[string, boolean]>) =>
			[...options].sort(([one], [other]) => (one < other ? -1 : 1));
		assert.deepEqual(sorted(pulumiOptions), sorted(found));
	});
});
