// Breaks the cluster of a folder in one way after the other, asks lvsctl diagnose, mends it, and records what the hosts answered:
// node test/lab/record-diagnose.ts FOLDER [NAME...]. The unit tests read and judge the records.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { asked } from "../../src/cli/diagnose/diagnose-cluster.ts";
import { openCluster } from "../../src/cli/stack/open-stack.ts";
import { observe } from "../../src/diagnose/diagnose.ts";
import { type Heard, readAnswers } from "../../src/diagnose/read-answers.ts";
import type { Machine } from "../../src/diagnose/target.ts";
import { labDirectory } from "../../src/lab/directory.ts";
import { labPaths } from "../../src/lab/paths.ts";
import { type Desired, nothing } from "../../src/model/desired.ts";
import { broken } from "./broken.ts";
import { brokenPair } from "./broken-pair.ts";

const [folder = ".", ...names] = process.argv.slice(2);
const seconds = Number(process.env.TIMEOUT ?? 5);
process.chdir(folder);
const config = labPaths(labDirectory(process.cwd(), process.env)).sshConfig;
const recorded = resolve(import.meta.dirname, "../unit/diagnose/recorded");
const cluster = await openCluster(".", undefined);

const chosen =
	names.length === 0
		? broken
		: names.flatMap((name) =>
				[...broken, ...brokenPair].filter((one) => one.name === name),
			);
for (const one of chosen) {
	on(one.break);
	const started = performance.now();
	const heard = await observe(
		asked(cluster, {
			timeout: seconds,
			service: one.service ?? "-t 10.77.0.70:80",
		}),
	);
	on(one.mend);
	const { findings, good } = readAnswers(heard);
	const [first] = findings;
	const line =
		first === undefined ? (good[0] ?? "") : `${first.host}: ${first.cause}`;
	const right =
		one.says.test(line) &&
		new Set(findings.map(({ host, cause }) => host + cause)).size ===
			findings.length;
	console.log(
		`${right ? "good" : "BAD "} ${one.name} ${Math.round((performance.now() - started) / 1000)} s: ${line}`,
	);
	for (const other of findings.slice(1))
		console.log(`       also ${other.host}: ${other.cause}`);
	if (!right && first !== undefined)
		for (const seen of first.evidence) console.log(`       ${seen}`);
	writeFileSync(
		join(recorded, `${one.name}.json`),
		`${JSON.stringify(withoutKeys(heard), null, "\t")}\n`,
	);
}
process.exit();

function on(scripts: Readonly<Record<string, string>>): void {
	for (const [machine, script] of Object.entries(scripts))
		execFileSync("ssh", ["-F", config, machine, "sh"], { input: script });
}

/** What is judged, without keys and texts of files. */
function withoutKeys(heard: Heard): Heard {
	const bare = (machine: Machine): Machine => ({
		component: machine.component,
		name: machine.name,
		...(machine.vip === undefined ? {} : { vip: machine.vip }),
		connection: { address: "192.0.2.1" },
		desired: {
			...nothing,
			...(({ ownAddress, nftables, packets, tables, failover, checks }) => ({
				ownAddress,
				nftables,
				packets,
				tables,
				failover,
				checks,
			}))(machine.desired),
		} as Desired,
	});
	const targets = heard.targets.map((target) => ({
		...target,
		director: bare(target.director),
		servers: target.servers.map((server) => ({
			...server,
			machine: server.machine && bare(server.machine),
		})),
	}));
	return { ...heard, targets };
}
