import type { Problem } from "../errors.ts";
import { formatPath } from "./path.ts";
import { schedulerFlags } from "./scheduler-flags.ts";
import type { ServiceSketch } from "./service-sketch.ts";
import type { RealServerSketch, Sketch } from "./sketch.ts";

/** What a scheduler asks of flags, weights and thresholds. */
export const schedulingRules = [
	flagsOfTheScheduler,
	drainedClientsGoSomewhere,
	overflowCountsConnections,
	thresholdsInOrder,
	thresholdsAreLarge,
];

/** The kernel ignores flags of another scheduler, in silence. */
function flagsOfTheScheduler({ services = [] }: Sketch): Problem[] {
	return services.flatMap(({ path, flags, scheduler }) =>
		flags
			.filter(
				(flag) => scheduler !== undefined && schedulerFlags[flag] !== scheduler,
			)
			.map((flag) => ({
				path: formatPath([...path, "flags"]),
				message: `${flag} is for scheduler ${schedulerFlags[flag]}, and this is ${scheduler}; leave it out`,
			})),
	);
}

/** The hash table goes on naming a real server of weight 0, and its clients are refused. */
function drainedClientsGoSomewhere({
	services = [],
	realServers = [],
}: Sketch): Problem[] {
	return services.flatMap((service) => {
		const { path, scheduler, flags } = service;
		const drained = realServers.find(
			(realServer) =>
				serves(service, realServer) && weightIn(service, realServer) === 0,
		);
		if (drained === undefined) return [];
		const refused = `clients that ${scheduler} gives to ${formatPath(drained.path)}, whose weight is 0, would be refused`;
		if (scheduler === "dh")
			return [
				{
					path: formatPath([...path, "scheduler"]),
					message: `${refused}, and dh has no fallback; remove the real server, or take another scheduler`,
				},
			];
		return (scheduler === "sh" || scheduler === "mh") &&
			!flags.includes(`${scheduler}-fallback`)
			? [
					{
						path: formatPath([...path, "flags"]),
						message: `${refused}; write flags: ["${scheduler}-fallback"]`,
					},
				]
			: [];
	});
}

function serves(
	{ realServers }: ServiceSketch,
	{ name }: RealServerSketch,
): boolean {
	return realServers.find((own) => own.name === name)?.serves !== false;
}

function weightIn(
	{ realServers }: ServiceSketch,
	{ name, weight }: RealServerSketch,
): number | undefined {
	return realServers.find((own) => own.name === name)?.weight ?? weight;
}

/** ovf counts active connections, and UDP has none. */
function overflowCountsConnections({ services = [] }: Sketch): Problem[] {
	return services
		.filter(
			({ scheduler, given }) => scheduler === "ovf" && given.includes("udp"),
		)
		.map(({ path }) => ({
			path: formatPath([...path, "scheduler"]),
			message:
				"ovf counts active connections, which UDP has not; take another scheduler",
		}));
}

function thresholdsInOrder({ services = [] }: Sketch): Problem[] {
	return services.flatMap(({ realServers }) =>
		realServers
			.filter(
				({ upper = 0, lower = 0 }) => lower > 0 && upper > 0 && lower > upper,
			)
			.map(({ path, lower, upper }) => ({
				path: formatPath([...path, "lower"]),
				message: `${lower} is more than upper, ${upper}; write at most that`,
			})),
	);
}

/** Connections count until two minutes after their end (kernel: TIME_WAIT and FIN_WAIT). */
const leastUpper = 120;

function thresholdsAreLarge({ services = [] }: Sketch): Problem[] {
	return services.flatMap(({ realServers }) =>
		realServers
			.filter(({ upper = 0 }) => upper > 0 && upper < leastUpper)
			.map(({ path, upper }) => ({
				path: formatPath([...path, "upper"]),
				message: `${upper} would be reached at less than one new connection a second: closed ones count for two minutes; write ${leastUpper} or more for each new connection a second`,
			})),
	);
}
