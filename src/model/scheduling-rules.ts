import { type ClusterSketch, servesIn, weightIn } from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";
import { formatPath } from "./path.ts";
import { schedulerFlagNames, schedulerFlags } from "./scheduler-flags.ts";

/** What each scheduler requires of flags, weights and thresholds. */
export const schedulingRules = [
	flagsOfTheScheduler,
	drainedClientsGoSomewhere,
	overflowCountsConnections,
	thresholdsInOrder,
	lowerNeedsUpper,
	thresholdsAreLarge,
];

/** The kernel silently ignores the flags of another scheduler. */
function flagsOfTheScheduler({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services.flatMap(({ path, values: { flags = [], scheduler } }) =>
		schedulerFlagNames
			.filter(
				(flag) =>
					flags.includes(flag) &&
					scheduler !== undefined &&
					schedulerFlags[flag] !== scheduler,
			)
			.map((flag) => ({
				path: [...path, "flags"],
				message: `${flag} is for scheduler ${schedulerFlags[flag]}, and this is ${scheduler}; leave it out`,
			})),
	);
}

/** A hash scheduler still chooses a real server of weight 0, and the kernel then refuses the client. */
function drainedClientsGoSomewhere({
	values: { services = [], realServers = [] },
}: ClusterSketch): Finding[] {
	return services.flatMap((service) => {
		const { path, given } = service;
		const { scheduler, flags = given.includes("flags") ? undefined : [] } =
			service.values;
		const drained = realServers.find(
			(realServer) =>
				servesIn(service, realServer) && weightIn(service, realServer) === 0,
		);
		if (drained === undefined) return [];
		const refused = `clients that ${scheduler} gives to ${formatPath(drained.path)}, whose weight is 0, would be refused`;
		if (scheduler === "dh")
			return [
				{
					path: [...path, "scheduler"],
					message: `${refused}, and dh has no fallback; remove the real server, or take another scheduler`,
				},
			];
		return (scheduler === "sh" || scheduler === "mh") &&
			flags?.includes(`${scheduler}-fallback`) === false
			? [
					{
						path: [...path, "flags"],
						message: `${refused}; write flags: ["${scheduler}-fallback"]`,
					},
				]
			: [];
	});
}

/** ovf counts active connections, and UDP has none. */
function overflowCountsConnections({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services
		.filter(
			({ given, values }) =>
				values.scheduler === "ovf" && given.includes("udp"),
		)
		.map(({ path }) => ({
			path: [...path, "scheduler"],
			message:
				"ovf counts active connections, which UDP does not have; take another scheduler",
		}));
}

function thresholdsInOrder({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services
		.flatMap(({ values }) => values.realServers ?? [])
		.filter(
			({ values: { upper = 0, lower = 0 } }) =>
				lower > 0 && upper > 0 && lower > upper,
		)
		.map(({ path, values: { lower, upper } }) => ({
			path: [...path, "lower"],
			message: `${lower} is more than upper, ${upper}; write at most that`,
		}));
}

/** The kernel looks at `lower` only after `upper` was reached, and refuses a lower threshold alone ("Numerical result out of range"). */
function lowerNeedsUpper({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services
		.flatMap(({ values }) => values.realServers ?? [])
		.filter(
			({ given, values: { upper, lower = 0 } }) =>
				lower > 0 && (upper === 0 || !given.includes("upper")),
		)
		.map(({ path }) => ({
			path: [...path, "lower"],
			message:
				"has no effect without `upper`, the limit that it ends; write both, or none",
		}));
}

/** The kernel counts a connection of TCP until two minutes after its end (TIME_WAIT and FIN_WAIT). */
const leastUpper = 120;

function thresholdsAreLarge({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services
		.filter(({ given }) => given.includes("tcp"))
		.flatMap(({ values }) => values.realServers ?? [])
		.filter(({ values: { upper = 0 } }) => upper > 0 && upper < leastUpper)
		.map(({ path, values: { upper } }) => ({
			path: [...path, "upper"],
			message: `${upper} would be reached at less than one new connection a second: closed ones count for two minutes; write ${leastUpper} or more for each new connection a second`,
		}));
}
