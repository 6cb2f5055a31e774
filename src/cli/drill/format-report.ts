import type { Figures } from "../../drill/figures.ts";
import { table } from "../table.ts";
import type { Report } from "./report.ts";

/** A report for people to read. */
export function formatReport(report: Report): string {
	const { event, machine, figures, limits, upExit = 0 } = report;
	const named = [event, machine].filter(Boolean).join(" ");
	if (report.notWell !== undefined)
		return `${named}: nothing was done: ${report.notWell}. lvsctl diagnose says where requests end`;
	const rows = figures === undefined ? [] : rowsOf(figures, machine);
	return [
		...(figures === undefined
			? [`${named}: ended before the event; nothing was done`]
			: [
					table(
						[named, ""],
						[
							...rows,
							...limits.map(({ limit, kept, saw }) => [
								limit,
								kept ? `kept: ${saw}` : `NOT kept: ${saw}`,
							]),
						],
					),
				]),
		...(upExit === 0 ? [] : [`lvsctl up ended with exit ${upExit}`]),
		...(report.interrupted && figures !== undefined
			? ["ended early: the event was shorter than planned"]
			: []),
		...(report.notTakenBack === undefined ? [] : [report.notTakenBack]),
	].join("\n");
}

function rowsOf(
	{
		sent,
		lost,
		firstWhy,
		longestWait,
		waited,
		held,
		outFor,
		backAfter,
		targetBackAfter,
	}: Figures,
	machine: string | undefined,
): [string, string][] {
	const all = held.survived + held.broke;
	const broke = Object.entries(held.brokeBy).map(
		([name, count]) => `${count} to ${name}`,
	);
	return [
		["requests sent", String(sent)],
		[
			"requests lost",
			lost.all === 0
				? "0"
				: `${lost.all} (${lost.words}); the first: ${firstWhy}`,
		],
		[
			"longest wait",
			`${seconds(longestWait)}; ${waited} waited a second or more`,
		],
		[
			"last lost one began",
			outFor === undefined
				? "none while it lasted"
				: `${seconds(outFor)} after the event`,
		],
		[
			"back",
			[
				backAfter === 0
					? "no request that began after its end was lost"
					: `last lost one began ${seconds(backAfter)} after its end`,
				...(targetBackAfter === undefined
					? []
					: [
							targetBackAfter === "never"
								? `${machine} has not answered again yet`
								: `${machine} answers again after ${seconds(targetBackAfter)}`,
						]),
			].join("; "),
		],
		[
			"held connections",
			all === 0
				? "none was held"
				: `${held.survived} of ${all} survived${broke.length === 0 ? "" : `; broke: ${broke.join(", ")}`}`,
		],
	];
}

function seconds(value: number): string {
	return `${value.toFixed(1)} s`;
}
