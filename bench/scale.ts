import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LVS, type TestLab, withLab } from "../test/lab/harness.ts";
import { declareMany, servers } from "../test/lab/many-services.ts";
import { commit, root } from "./facts.ts";

// A thousand services with ten real servers each, on one director of the lab, beside a bare `ipvsadm -R` of the same rules
// and one `ipvsadm -Sn` on the same machine: script/bench-scale [SERVICES], writes docs/scale.md.
const many = Number(process.argv[2] ?? 1000);
/** What the same costs where the table is nothing: the difference is the table's. */
const few = 2;

interface Run {
	readonly whole: number;
	/** What it did on the host -> seconds. */
	readonly parts: Readonly<Record<string, number>>;
	/** Process -> most memory, MB. */
	readonly memory: Readonly<Record<string, number>>;
}

const small = await measure(few);
const large = await measure(many);
writeFileSync(join(root, "docs/scale.md"), report(small, large));

interface Measured {
	readonly first: Run;
	readonly again: Run;
	readonly change: Run;
	/** Seconds of one `ipvsadm -Sn`, and of a bare `ipvsadm -R`. */
	readonly dump: number;
	readonly bare: number;
}

/** On a new machine. */
function measure(services: number): Promise<Measured> {
	return withLab(
		{
			links: { lan: "172.18.0.0/24" },
			machines: { lb: { lan: "172.18.0.66" } },
		},
		async (lab) => {
			const first = await up(lab, services, 1);
			const again = await up(lab, services, 1);
			const change = await up(lab, services, 5);
			const [dump = 0] = await onDirector(lab, "ipvsadm -Sn >/root/rules");
			const [bare = 0] = await onDirector(
				lab,
				"ipvsadm -R </root/rules",
				"systemctl stop lvs-web-director-watch; ipvsadm -C",
			);
			return { first, again, change, dump, bare };
		},
	);
}

/** Seconds of a command on the director, by its own clock, best of three. */
async function onDirector(
	lab: TestLab,
	command: string,
	before = "true",
): Promise<number[]> {
	const seconds: number[] = [];
	for (let round = 0; round < 3; round++) {
		const script = `${before}; start=$(date +%s%N); ${command}; echo $(( ($(date +%s%N) - start) / 1000000 ))`;
		seconds.push(Number(await lab.run("lb", "sh", "-c", script)) / 1000);
	}
	return seconds.sort((a, b) => a - b);
}

async function up(
	lab: TestLab,
	services: number,
	weight: number,
): Promise<Run> {
	declareMany(lab, { services, weight });
	const trace = join(lab.folder, `../trace-${performance.now()}`);
	const start = performance.now();
	const child = spawn(LVS, ["up"], {
		cwd: lab.folder,
		env: { ...lab.environment, LVS_TRACE: trace },
		stdio: ["ignore", "ignore", "inherit"],
	});
	const memory: Record<string, number> = {};
	const watch = setInterval(() => sample(lab.folder, memory), 100);
	const exit = await new Promise((resolve) => child.once("close", resolve));
	clearInterval(watch);
	if (exit !== 0) throw new Error(`lvsctl up: exit ${exit}`);
	const whole = (performance.now() - start) / 1000;
	return { whole, parts: partsOf(trace), memory };
}

function partsOf(trace: string): Record<string, number> {
	let text = "";
	try {
		text = readFileSync(trace, "utf8");
	} catch {}
	return Object.fromEntries(
		text
			.trim()
			.split("\n")
			.flatMap((line) => {
				const [, what, ms = "", doing = ""] =
					/ (connect|run) \S+ (\d+) ms(?: exit \d+ (\w+))?/.exec(line) ?? [];
				return what === undefined
					? []
					: [[doing || what, Number(ms) / 1000] as const];
			}),
	);
}

/** The most that the program and the provider of this folder's stack have held. */
function sample(folder: string, memory: Record<string, number>): void {
	for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
		try {
			const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
			const name = command.includes("dynamic-provider")
				? "the provider"
				: /nodejs[^\0]*\/run/.test(command)
					? "the program"
					: undefined;
			if (name === undefined) continue;
			if (
				!readFileSync(`/proc/${pid}/environ`, "utf8").includes(folder) &&
				!command.includes(folder)
			)
				continue;
			const high = /VmHWM:\s+(\d+)/.exec(
				readFileSync(`/proc/${pid}/status`, "utf8"),
			)?.[1];
			memory[name] = Math.max(memory[name] ?? 0, Number(high) / 1024);
		} catch {} // it ended meanwhile
}

function report(small: Measured, large: Measured): string {
	const { bare, dump } = large;
	const rules = many * (servers + 1);
	const s = (seconds = 0) => seconds.toFixed(1);
	const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	const onHost = ({ parts }: Run) => (parts.observe ?? 0) + (parts.apply ?? 0);
	const line = (name: string, which: "first" | "again" | "change") => {
		const [one, other] = [small[which], large[which]];
		const table = onHost(other) - onHost(one);
		const multiples =
			which === "again"
				? ""
				: which === "first"
					? `${(table / bare).toFixed(1)} bare \`-R\``
					: `${(table / dump).toFixed(1)} dumps`;
		return row([
			name,
			`${s(one.whole)} / ${s(other.whole)}`,
			`${s(one.parts.observe)} / ${s(other.parts.observe)}`,
			`${s(one.parts.apply)} / ${s(other.parts.apply)}`,
			multiples,
			`${(one.memory["the provider"] ?? 0).toFixed(0)} / ${(other.memory["the provider"] ?? 0).toFixed(0)}`,
		]);
	};
	return `# A table of ${rules.toLocaleString("en")} rules

${many.toLocaleString("en")} services with ${servers} real servers each, on one director of the lab, beside ${few} services on another. A cell has two numbers, for ${few} / ${many.toLocaleString("en")} services.
Seconds of one run of \`script/bench-scale ${many}\`, commit ${commit()}. On the same machine, with the large table, a bare \`ipvsadm -R\` of the same rules
into an empty one takes ${bare.toFixed(2)} s, one \`ipvsadm -Sn\` ${dump.toFixed(2)} s (best of three each).

\`observe\` is one look at the director: its table, the rule file, the record. \`apply\` is the change, its rule file, and the look after it, in one
execution. *The table's part* is what the large table costs on the host: the seconds with it, less the seconds with the small one, as a multiple of what the bare tool takes.

${row(["", "whole `lvsctl up`", "observe", "apply", "the table's part", "provider, most memory, MB"])}
${row(Array.from({ length: 6 }, () => "---"))}
${line("from empty", "first")}
${line("again, nothing to do", "again")}
${line("weight of one real server", "change")}
`;
}
