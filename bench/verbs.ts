import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { playHost } from "../test/played/played-host.ts";
import { project, repository } from "../test/pulumi/project.ts";

// Writes docs/verbs.md: what every verb on a stack prints where the folder, the stack or a host is not as it should be. The engine is real, the hosts are played.

const verbs = [
	...["up --yes", "preview", "refresh --yes", "destroy --yes"],
	...["check", "status", "zero", "drain rs1", "undrain rs1", "forget rs1"],
	...["failover lb", "standby lb", "render", "explain", "diagnose"],
	...["drill real-server stop rs1", "backup copies", "restore copies --yes"],
];
/** These change the stack, and the backend lets one at a time. */
const changing = verbs.slice(0, 4);

using stack = await project();
const hosts = await Promise.all(
	["172.18.0.66", "172.18.0.67", "172.18.0.10"].map(playHost),
);
const [lb, rs1, client] = hosts.map(({ connection }) => connection);

async function row(verb: string, ...words: string[]): Promise<string> {
	const { exit, stdout, stderr } = await stack.run(
		...([join(repository, "node_modules/.bin/node")] as const),
		...[join(repository, "dist/cli/main.js"), ...verb.split(" "), ...words],
	);
	const first = (text: string) =>
		text
			.split("\n")
			// not which stack it is, and not that a host is still waited for
			.find(
				(line) => !/^(stack \w+(: .*)?)?$|; waiting \d+ s more$/.test(line),
			) ?? "";
	const shortly = words.includes("json")
		? asOneLine(stdout)
		: first(stderr) || first(stdout).replace(/ {2,}/g, "  ").trim();
	// what differs from run to run
	const line = shortly
		.replace(/"duration":\d+/, '"duration":N')
		.replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
		.replace(/\d+ attempts in \d+ s/g, "N attempts in 30 s")
		.replaceAll("|", "\\|");
	const shown = line.length > 230 ? `${line.slice(0, 230)} ...` : line;
	return `| \`${[verb, ...words].join(" ")}\` | ${exit} | ${shown === "" ? "" : `\`${shown}\``} |`;
}

/** A document in one line; of several the last. */
function asOneLine(json: string): string {
	try {
		return JSON.stringify(JSON.parse(json));
	} catch {
		return json.split("\n").at(-1) ?? "";
	}
}

async function table(title: string, words: readonly string[], text = "") {
	const rows = new Map<string, string>();
	await Promise.all(
		verbs
			.filter((verb) => !changing.includes(verb))
			.map(async (verb) => rows.set(verb, await row(verb, ...words))),
	);
	for (const verb of changing) rows.set(verb, await row(verb, ...words));
	return [
		`## ${title}`,
		"",
		...(text === "" ? [] : [text, ""]),
		`| lvsctl | exit | ${words.includes("json") ? "JSON; of several lines the last" : "first line"} |`,
		"| --- | --- | --- |",
		...verbs.map((verb) => rows.get(verb)),
		"",
	];
}

function program(weight: number): void {
	stack.program(`import { Cluster, SmokeTest, spread } from "pulumi-lvs";

const hosts = ${JSON.stringify({ lb, rs1, client })};
const web = new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: { lb: { host: hosts.lb, address: "172.18.0.66" } },
	realServers: { rs1: { host: hosts.rs1, address: "172.18.0.67", weight: ${weight} } },
	services: { http: { tcp: 80, scheduler: "wrr" } },
});
new SmokeTest("proof", { cluster: web, from: hosts.client, checks: [spread({ service: "http", requests: 4 })] });
`);
}

program(1);
mkdirSync(join(stack.folder, "empty"));
const folder = await table("A folder without a program", ["empty"]);
await stack.good("stack", "unselect");
await stack.good("stack", "rm", "test", "--yes");
const noStack = await table("A project without a stack", []);
await stack.good("stack", "init", "test");
await stack.good("up", "--yes", "--skip-preview");
const state = join(stack.folder, "state.json");
await stack.good("stack", "export", "--file", state);
program(2);
for (const host of hosts) await host.close();
const dead = await table(
	"Hosts that are away",
	[],
	"`render` asks no host, and `preview` goes on without those that are away. A host that refuses may be booting, and is asked for half a minute, or 10 s by a look.",
);
// destroy has forgotten the smoke test, which is on no host
await stack.good("stack", "import", "--file", state);
const json = await table("Hosts that are away, with -o json", ["-o", "json"]);
writeFileSync(
	join(repository, "docs/verbs.md"),
	[
		"# What the verbs on a stack print where something is wrong",
		"",
		"Written by `script/verbs`, with the real engine and no lab. The line `stack NAME: HOSTS`, which comes first on standard error, is left out.",
		"Errors stand on standard error, and with `-o json` on standard output. There was no terminal.",
		"",
		...folder,
		...noStack,
		...dead,
		...json,
	].join("\n"),
);
process.exit(0);
