import { readdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { withFolder } from "../test/lab/harness.ts";
import { commit, found, root } from "./facts.ts";

// Every lab from no machine to a judged answer, one after the other: script/bench-labs, writes docs/labs.md.
/** Seconds that the issues ask for, image and template there already. */
const goals: Readonly<Record<string, number>> = { "08-wordpress": 60 };
const goal = 30;

interface Row {
	readonly name: string;
	readonly machines: number;
	readonly up: number;
	readonly check: number;
	readonly checks: readonly string[];
}

const rows: Row[] = [];
for (const name of readdirSync(join(root, "labs")).sort()) {
	// it needs an archive that may not be handed on
	if (name === "09-discuz" && process.env.DISCUZ_ARCHIVE === undefined)
		continue;
	await withFolder(`labs/${name}`, async (lab) => {
		const timed = async (...words: string[]) => {
			const start = performance.now();
			const { exit, stdout, stderr } = await lab.lvsctl(words);
			if (exit !== 0)
				throw new Error(
					`${name}: lvsctl ${words.join(" ")}: exit ${exit}\n${stdout}${stderr}`,
				);
			return { stdout, seconds: (performance.now() - start) / 1000 };
		};
		const up = await timed("up");
		const check = await timed("check");
		const { machines } = JSON.parse(
			(await timed("lab", "status", "-o", "json")).stdout,
		) as { machines: unknown[] };
		rows.push({
			name,
			machines: machines.length,
			up: up.seconds,
			check: check.seconds,
			checks: [...check.stdout.matchAll(/^passed: (.+)$/gm)].map(
				([, what = ""]) => what,
			),
		});
		process.stderr.write(`${up.seconds.toFixed(1).padStart(7)} s  ${name}\n`);
	});
}
writeFileSync(join(root, "docs/labs.md"), report());

function report(): string {
	const line = (cells: readonly (string | number)[]) =>
		`| ${cells.join(" | ")} |`;
	const first = rows.filter(({ name }) => name < "08");
	const sum = first.reduce((all, { up }) => all + up, 0);
	return `# Seconds of the labs

Written by \`script/bench-labs\`, commit ${commit()}, ${availableParallelism()} cores, acceleration: ${found("acceleration")}. Each lab on machines of its own, one after the
other, image and templates built before. *up* is \`lvsctl up\`: from no machine to the judged answer of all its checks; *check* is \`lvsctl check\` afterwards.

${line(["lab", "machines", "up", "goal", "check", "checks, all passed"])}
${line(Array.from({ length: 6 }, () => "---"))}
${rows
	.map(({ name, machines, up, check, checks }) =>
		line([
			`[${name}](../labs/${name})`,
			machines,
			up.toFixed(1),
			goals[name] ?? (name < "08" ? goal : ""),
			check.toFixed(1),
			checks.join("; "),
		]),
	)
	.join("\n")}

The first seven together: ${sum.toFixed(0)} s (goal 300).
`;
}
