import { type Measured, type Way, ways } from "./measure.ts";
import { rows } from "./rows.ts";

/** Seconds that issue 3 asks for, on two cores without KVM. */
const goals: Readonly<Record<string, number>> = {
	[rows.labUp]: 3,
	[rows.first]: 6.5,
	[rows.again]: 1.8,
	[rows.refreshed]: 3,
	[rows.weight]: 2.9,
	[rows.reboot]: 10,
	[rows.destroy]: 4,
	[rows.reset]: 1.5,
};

/** Seconds of plain ssh on the machine that the goals were set on (their bench's own run of the same work). */
const plainOfGoals: Readonly<Record<string, number>> = {
	[rows.first]: 4.13,
	[rows.again]: 1.4,
	[rows.weight]: 1.64,
};

/** Rows in which no host is provisioned. */
const ofMachines: readonly string[] = [rows.labUp, rows.reboot, rows.reset];

/** The page of all that was measured. `facts`: one line each about the machine and the versions. */
export function report(
	measured: readonly Measured[],
	{ rounds, facts }: { rounds: number; facts: readonly string[] },
): string {
	const of = (row: string, way: Way) =>
		measured.filter((one) => one.row === row && one.way === way);
	const lines = (cell: (row: string, way: Way) => string) =>
		Object.values(rows).map((row) => [
			row,
			...ways.map((way) => cell(row, way)),
		]);
	return `# Measurements

Written by \`script/bench ${rounds}\`. All in one run, on one machine, each way on new machines of its own.

${facts.map((fact) => `- ${fact}`).join("\n")}

## Seconds

Median (least to most) by the wall clock, the start of \`lvsctl\` included. *With the proof* is \`labs/02-dr\` as it is: 100
connections from the client after each change. *Without it* is the same program without its \`SmokeTest\`. *Two directors* is \`labs/13-failover\` without its
\`SmokeTest\`: a machine more, whose director waits, and an up that changes one director after the other. *Plain ssh* is
\`bench/scripts\`: one \`ssh host sh -s\` for each host, all at once, to the same files, units, sysctls, addresses and rules
(compared). In its column a row is the same work by the scripts; they keep no
record of what was found, ask nothing from the client, show no preview, and cannot be taken back.
The last \`lvsctl up\`, of a program with nothing in it, is what the engine itself takes.

${markdown(
	["", ...ways, "goal"],
	lines((row, way) => seconds(of(row, way))).map(([row = "", ...cells]) => [
		row,
		...cells,
		goals[row] === undefined ? "" : `${goals[row]}`,
	]),
)}

The goals were set on another machine, where plain ssh took ${Object.values(plainOfGoals).join(", ")} s for
the three rows that it has. What \`lvsctl\` takes as a multiple of plain ssh on the same machine says more:

${markdown(
	["times plain ssh", "without the proof, here", "goal, there"],
	Object.entries(plainOfGoals).map(([row, plain]) => [
		row,
		(middle(of(row, "without it")) / middle(of(row, "plain ssh"))).toFixed(2),
		((goals[row] ?? Number.NaN) / plain).toFixed(2),
	]),
)}

On the same cores no tool that runs on this engine can look at the hosts in less than the engine's own start and the scripts' look at the same time: ${middle(of(rows.floor, "plain ssh")).toFixed(2)} s, which
is ${(middle(of(rows.floor, "plain ssh")) / middle(of(rows.again, "plain ssh"))).toFixed(2)} times plain ssh. \`lvsctl up\` again, with nothing to do and without the proof, took ${(middle(of(rows.again, "without it")) / middle(of(rows.floor, "plain ssh"))).toFixed(2)} times that.

With two directors in place of one, both without the proof:

${markdown(
	["", "times one director"],
	[rows.labUp, rows.first, rows.again, rows.weight, rows.destroy].map((row) => [
		row,
		(middle(of(row, "two directors")) / middle(of(row, "without it"))).toFixed(
			2,
		),
	]),
)}

## Connections and remote executions of each host

As counted by \`LVS_TRACE\`: \`1+2\` is one connection and two executions on it. A host that is not named was not connected to.

${markdown(
	["", ...ways],
	lines((row, way) => cost(of(row, way))).filter(
		([row]) => row === undefined || !ofMachines.includes(row),
	),
)}
`;
}

function seconds(all: readonly Measured[]): string {
	if (all.length === 0) return "";
	const median = middle(all).toFixed(2);
	const sorted = ascending(all);
	if (sorted.length === 1) return median;
	return `${median} (${sorted[0]?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)})`;
}

function middle(all: readonly Measured[]): number {
	const sorted = ascending(all);
	const after = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
	const before = sorted[Math.ceil(sorted.length / 2) - 1] ?? after;
	return (after + before) / 2;
}

function ascending(all: readonly Measured[]): number[] {
	return all.map((one) => one.seconds).sort((a, b) => a - b);
}

/** What each round cost; where rounds differ, all that was seen. */
function cost(all: readonly Measured[]): string {
	const texts = all.map((one) =>
		Object.entries(one.cost)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([host, [connections, runs]]) => `${host} ${connections}+${runs}`)
			.join(", "),
	);
	const different = [...new Set(texts)];
	return different.map((text) => text || "none").join(" or ");
}

function markdown(
	head: readonly string[],
	body: readonly (readonly string[])[],
): string {
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	return [head, head.map(() => "---"), ...body].map(line).join("\n");
}
