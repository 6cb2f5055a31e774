import { styleText } from "node:util";
import { quote } from "../../model/quote.ts";
import type { CheckResult } from "../../smoke/check.ts";
import { formatResult } from "../../smoke/checks.ts";
import { runWithLook } from "../first-look/run-with-look.ts";
import { upLab } from "../lab/up-lab.ts";
import { askPulumi } from "../pulumi/ask-pulumi.ts";
import type { Stack } from "../pulumi/pulumi.ts";
import { reporter } from "../reporter.ts";
import { requireProgram } from "../require-folder.ts";
import { deployed } from "../stack/deployed.ts";
import { prepareStack } from "../stack/stack.ts";
import { table } from "../table.ts";

interface Outputs {
	readonly rules: readonly string[];
	readonly results: readonly CheckResult[];
}

/** The main job, step by step and timed: lab, declaration, up, table, proof. @returns the exit code. */
export async function runDemo(folder: string): Promise<number> {
	requireProgram(folder);
	const times: [string, number][] = [];
	async function step<Result>(
		name: string,
		work: () => Promise<Result>,
	): Promise<Result> {
		heading(name);
		const start = performance.now();
		const result = await work();
		times.push([name, (performance.now() - start) / 1000]);
		return result;
	}

	const { state } = await step("Start the lab", () =>
		upLab(folder, reporter()),
	);
	console.log(
		table(
			["machine", "addresses", "ssh"],
			Object.entries(state.machines).map(([machine, { port }]) => [
				machine,
				Object.values(state.addresses[machine] ?? {}).join(" "),
				`127.0.0.1:${port}`,
			]),
		),
	);
	const stack = await prepareStack(folder);
	const exit = await step("pulumi up: declare, provision, prove", () =>
		up(stack),
	);
	if (exit !== 0) return exit;
	const { rules, results } = JSON.parse(
		await askPulumi(["stack", "output", "--json"], stack),
	) as Outputs;
	const again = await step("pulumi up again: nothing to do", () => up(stack));
	if (again !== 0) return again;

	heading("The kernel's table, as read back from the director");
	console.log(rules.join("\n"));
	heading("The proof, measured from the client machine");
	console.log(results.map(formatResult).join("\n"));
	heading("Seconds");
	console.log(
		table(
			["step", "s"],
			times.map(([name, seconds]) => [name, seconds.toFixed(1)]),
		),
	);
	heading("Try next");
	console.log(nextSteps(folder).join("\n"));
	return 0;
}

function up(stack: Stack): Promise<number> {
	return runWithLook(
		{
			words: ["up", "--yes", "--skip-preview", "--suppress-outputs"],
			display: "pulumi",
			onlyShows: false,
			asks: false,
			looker: "lvsctl",
			partial: false,
		},
		stack,
		deployed(stack),
	);
}

function nextSteps(folder: string): string[] {
	return [
		`cd ${quote(folder)}   # the lab is left running`,
		"lvsctl lab exec client -- curl -s http://172.18.0.70/     # one answer",
		"lvsctl lab exec lb -- ipvsadm -Ln --stats                 # what the kernel counted",
		"change a weight in index.ts, then: lvsctl preview, lvsctl up # the director alone changes",
		"lvsctl lab exec lb -- ipvsadm -C, then: lvsctl up         # it looks first, and repairs",
		"lvsctl check                                              # prove it again, change nothing",
		"lvsctl destroy                                            # hosts as they were found",
		"lvsctl lab down                                           # end the machines",
	].map((line) => `  ${line}`);
}

function heading(text: string): void {
	console.log(`\n${styleText("bold", text)}`);
}
