import type { DrillEvent } from "../drill/drill-event.ts";
import { events } from "../drill/events.ts";
import type { Machine } from "../drill/machine.ts";
import { DeclarationError } from "../errors.ts";
import type { Cluster } from "../model/cluster.ts";
import { didYouMean } from "../model/nearest.ts";
import { wanted } from "../model/wanted.ts";
import { webPorts } from "../model/web-ports.ts";
import type { Hosts } from "./check.ts";
import type { OutageDeclared, OutageResolved } from "./outage-shapes.ts";
import { type PlannedAct, plannedAct } from "./planned-act.ts";
import { webService } from "./web-service.ts";

type Wrong = (path: string, message: string) => DeclarationError;

/** Name -> what it may be, and its default. */
const numbers = {
	lost: { least: 0, most: 1_000_000 },
	withinSeconds: { least: 0, most: 3600 },
	rate: { least: 1, most: 50, usual: 4 },
	hold: { least: 0, most: 50, usual: 6 },
	timeoutSeconds: { least: 1, most: 600, usual: 15 },
	beforeSeconds: { least: 1, most: 600, usual: 5 },
	lastsSeconds: { least: 1, most: 600, usual: 10 },
	afterSeconds: { least: 1, most: 600, usual: 10 },
} as const;

const others = [
	...["kind", "service", "event", "machine", "unit", "held", "url"],
	"download",
];

/** @throws DeclarationError where it cannot be rehearsed there. No host is touched. */
export function resolveOutage(
	declared: OutageDeclared,
	cluster: Cluster,
	{ machines, lab }: Hosts,
): OutageResolved {
	const { urls, wrong } = webService(
		"outage",
		{ service: declared.service, requests: 1 },
		cluster,
	);
	for (const key of Object.keys(declared))
		if (!others.includes(key) && !Object.hasOwn(numbers, key))
			throw wrong(
				key,
				`no such option${didYouMean(key, [...others, ...Object.keys(numbers)])}`,
			);
	const { service, unit, download, held } = declared;
	const { lost, withinSeconds, ...load } = numbersOf(declared, wrong);
	if (held !== undefined && held !== "all")
		throw wrong("held", wanted('"all"', held));
	if (lost === undefined && withinSeconds === undefined && held === undefined)
		throw wrong(
			"lost",
			'no limit is declared, so it could not fail; write what may be lost, like `lost: 4`, `withinSeconds: 6` or `held: "all"`',
		);
	const event = eventOf(declared.event, lab, wrong);
	const [port = webPorts.http] = urls.map((url) =>
		Number(new URL(url).port || 80),
	);
	const scheme = port === webPorts.https ? "https" : "http";
	const url = URL.parse(
		declared.url ?? "/",
		`${scheme}://${cluster.vip}:${port}/`,
	);
	if (url === null || !/^https?:$/.test(url.protocol))
		throw wrong("url", `${declared.url} is neither a path nor a URL of HTTP`);
	return {
		kind: "outage",
		service,
		event: declared.event,
		url: url.href,
		to: `${cluster.vip}:${port}`,
		vip: cluster.vip,
		rate: load.rate,
		hold: load.hold,
		timeoutSeconds: load.timeoutSeconds,
		...(download === undefined ? {} : { download }),
		times: {
			before: load.beforeSeconds,
			during: load.lastsSeconds,
			after: load.afterSeconds,
		},
		limits: {
			...(lost === undefined ? {} : { lost }),
			...(withinSeconds === undefined ? {} : { within: withinSeconds }),
			...(held === undefined ? {} : { held }),
		},
		realServer: event.befalls === "real-server",
		acts: actsOf(
			event,
			declared,
			candidates(event, declared, machines, wrong),
			{
				...(unit === undefined ? {} : { unit }),
				lab: lab !== undefined,
				wrong,
			},
		),
		...(lab === undefined ? {} : { lab }),
	};
}

function numbersOf(declared: OutageDeclared, wrong: Wrong) {
	const read = (key: keyof typeof numbers) => {
		const { least, most } = numbers[key];
		const value = declared[key];
		if (value === undefined) return undefined;
		const whole = key.endsWith("Seconds") || Number.isInteger(value);
		if (typeof value === "number" && whole && value >= least && value <= most)
			return value;
		throw wrong(
			key,
			wanted(
				`a ${key.endsWith("Seconds") ? "number of seconds" : "whole number"} from ${least} to ${most}`,
				value,
			),
		);
	};
	return {
		lost: read("lost"),
		withinSeconds: read("withinSeconds"),
		rate: read("rate") ?? numbers.rate.usual,
		hold: read("hold") ?? numbers.hold.usual,
		timeoutSeconds: read("timeoutSeconds") ?? numbers.timeoutSeconds.usual,
		beforeSeconds: read("beforeSeconds") ?? numbers.beforeSeconds.usual,
		lastsSeconds: read("lastsSeconds") ?? numbers.lastsSeconds.usual,
		afterSeconds: read("afterSeconds") ?? numbers.afterSeconds.usual,
	};
}

function eventOf(
	name: string,
	lab: string | undefined,
	wrong: Wrong,
): DrillEvent {
	const known = Object.entries(events).flatMap(([group, actions]) =>
		Object.entries(actions).map(
			([action, event]) => [`${group} ${action}`, event] as const,
		),
	);
	const [, event] = known.find(([each]) => each === name) ?? [];
	if (event === undefined)
		throw wrong(
			"event",
			name === "up"
				? "`up` runs this check, and cannot be its event; rehearse it with `lvsctl drill up`"
				: `no such event${didYouMean(
						String(name),
						known.map(([each]) => each),
					)}; lvsctl drill --list says which there are`,
		);
	if (event.labsOnly !== undefined && lab === undefined)
		throw wrong(
			"event",
			`${name} is for machines of a lab alone: ${event.labsOnly}. lvsctl drill --list says which events are not`,
		);
	return event;
}

/** The machines that it may befall: the one that is named, the first real server, or all directors. */
function candidates(
	{ befalls }: DrillEvent,
	{ machine }: OutageDeclared,
	machines: readonly Machine[],
	wrong: Wrong,
): readonly Machine[] {
	const role = befalls === "real-server" ? "real-server" : "director";
	const all = machines.filter((each) => each.role === role);
	const named = all.filter(({ name }) => name === machine);
	const found =
		machine !== undefined ? named : role === "director" ? all : all.slice(0, 1);
	if (found.length > 0) return found;
	const names = all.map(({ name }) => name);
	throw wrong(
		"machine",
		machine === undefined
			? `the cluster has no ${role} with a \`host\`, which something could befall`
			: `no ${role} ${JSON.stringify(machine)}${didYouMean(machine, names) || `; there are ${names.join(", ")}`}`,
	);
}

function actsOf(
	event: DrillEvent,
	{ event: name }: OutageDeclared,
	machines: readonly Machine[],
	{
		unit,
		lab,
		wrong,
	}: { readonly unit?: string; readonly lab: boolean; readonly wrong: Wrong },
): PlannedAct[] {
	return machines.map((machine) => {
		try {
			const act = event.plan({
				...{ machine, lab },
				...(unit === undefined ? {} : { unit }),
			});
			return plannedAct(act, machine);
		} catch (error) {
			if (!(error instanceof DeclarationError)) throw error;
			const [problem] = error.problems;
			throw wrong("event", `${name}: ${problem?.path}: ${problem?.message}`);
		}
	});
}
