import { type Figures, figures } from "../../drill/figures.ts";
import { type Judged, judgeLimits } from "../../drill/judge-limits.ts";
import type { Ran } from "../../drill/run-drill.ts";
import type { DrillOptions } from "./drill-options.ts";

/** What a drill did and measured. */
export interface Report {
	/** `real-server stop` */
	readonly event: string;
	/** The machine that it hit. Undefined: none. */
	readonly machine?: string;
	readonly url: string;
	/** Requests a second. */
	readonly rate: number;
	/** Undefined: the event did not begin. */
	readonly figures?: Figures;
	readonly limits: readonly Judged[];
	/** Why the event did not begin. */
	readonly notWell?: string;
	readonly notTakenBack?: string;
	/** Whether the user ended it before its time. */
	readonly interrupted: boolean;
	/** Exit code of `lvsctl up`, if that was the event. */
	readonly upExit?: number;
}

/** Judges what happened. */
export function reportOf(
	ran: Ran,
	{
		event,
		machine,
		realServer,
		url,
		upExit,
	}: Pick<Report, "event" | "machine" | "url" | "upExit"> & {
		/** Whether the machine is a real server, so that answers can name it. */
		readonly realServer: boolean;
	},
	{ rate, limits }: Pick<DrillOptions, "rate" | "limits">,
): Report {
	const { eventAt, notWell, notTakenBack, interrupted } = ran;
	const target = realServer ? machine : undefined;
	const measured = eventAt === undefined ? undefined : figures(ran, target);
	return {
		event,
		...(machine === undefined ? {} : { machine }),
		url,
		rate,
		...(measured === undefined ? {} : { figures: measured }),
		limits: measured === undefined ? [] : judgeLimits(measured, limits, target),
		...(notWell === undefined ? {} : { notWell }),
		...(notTakenBack === undefined ? {} : { notTakenBack }),
		interrupted,
		...(upExit === undefined ? {} : { upExit }),
	};
}

/** 3: something could not be taken back. 130: ended early. 1: a limit was not kept, or the service did not work before. Else the exit code of `up`. */
export function exitOf({
	notTakenBack,
	notWell,
	interrupted,
	limits,
	upExit = 0,
}: Report): number {
	if (notTakenBack !== undefined) return 3;
	if (interrupted) return 130;
	return notWell !== undefined || limits.some(({ kept }) => !kept) ? 1 : upExit;
}
