import type { Scheduler } from "./schedulers.ts";

/** Flag as `ipvsadm -b` takes it -> the scheduler that it belongs to. In the order in which ipvsadm prints them. */
export const schedulerFlags = {
	"sh-fallback": "sh",
	"sh-port": "sh",
	"mh-fallback": "mh",
	"mh-port": "mh",
} as const satisfies Record<string, Scheduler>;

export type SchedulerFlag = keyof typeof schedulerFlags;

export const schedulerFlagNames = Object.keys(
	schedulerFlags,
) as readonly SchedulerFlag[];
