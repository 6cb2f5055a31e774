import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Outcome, TestLab } from "../test/lab/harness.ts";

/** How one and the same work is done. */
export const ways = [
	"with the proof",
	"without it",
	"two directors",
	"plain ssh",
] as const;
export type Way = (typeof ways)[number];

export interface Measured {
	readonly way: Way;
	readonly row: string;
	readonly seconds: number;
	/** Host -> connections and remote executions. */
	readonly cost: Readonly<Record<string, readonly [number, number]>>;
}

/** Runs `work` to its end, by the wall clock; throws where it did not end well. */
export async function measure(
	lab: TestLab,
	way: Way,
	row: string,
	work: () => Promise<Outcome>,
): Promise<Measured> {
	const trace = join(lab.folder, "../trace");
	rmSync(trace, { force: true });
	lab.environment.LVS_TRACE = trace;
	const start = performance.now();
	const { exit, stdout, stderr } = await work();
	const seconds = (performance.now() - start) / 1000;
	delete lab.environment.LVS_TRACE;
	if (exit !== 0)
		throw new Error(`${row} (${way}): exit ${exit}\n${stdout}${stderr}`);
	process.stderr.write(
		`${seconds.toFixed(2).padStart(7)} s  ${row} (${way})\n`,
	);
	return { way, row, seconds, cost: await costOf(lab, trace) };
}

async function costOf(lab: TestLab, trace: string): Promise<Measured["cost"]> {
	if (!existsSync(trace)) return {};
	const { machines } = JSON.parse(
		(await lab.lvsctl(["lab", "status", "-o", "json"])).stdout,
	) as { machines: { machine: string; sshPort: number }[] };
	const cost: Record<string, [number, number]> = {};
	for (const line of readFileSync(trace, "utf8").trim().split("\n")) {
		const [, what, label = ""] = line.split(" ");
		const port = Number(label.split(":")[1]);
		const host =
			machines.find(({ sshPort }) => sshPort === port)?.machine ?? label;
		cost[host] ??= [0, 0];
		cost[host][what === "connect" ? 0 : 1] += 1;
	}
	return cost;
}
