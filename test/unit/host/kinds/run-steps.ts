import { spawnSync } from "node:child_process";
import { functionsOf, render } from "../../../../src/host/kinds/actions.ts";
import type { Step } from "../../../../src/host/step.ts";

/** Runs the shell text of steps here, one after the other, until one fails. */
export function runSteps(...steps: readonly Step[]): {
	readonly status: number | null;
	readonly stderr: string;
} {
	const script = [
		functionsOf(steps),
		...steps.map((step) => `{\n${render(step, "debian")}\n} || exit 1`),
	].join("\n");
	const { status, stderr } = spawnSync("sh", [], {
		input: script,
		encoding: "utf8",
	});
	return { status, stderr };
}
