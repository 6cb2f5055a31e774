import { drillNumbers } from "../drill/drill-numbers.ts";
import { heldLimits } from "../drill/judge-limits.ts";
import type { Cluster } from "../model/cluster.ts";
import { didYouMean } from "../model/nearest.ts";
import { wanted } from "../model/wanted.ts";
import { webPorts } from "../model/web-ports.ts";
import type { Hosts } from "./check.ts";
import { outageActs } from "./outage-acts.ts";
import { outageEvent } from "./outage-event.ts";
import { numbersOf } from "./outage-numbers.ts";
import type { OutageDeclared, OutageResolved } from "./outage-shapes.ts";
import { hostKey } from "./planned-act.ts";
import { takesAway } from "./takes-away.ts";
import { webService } from "./web-service.ts";

const others = [
	...["kind", "service", "event", "machine", "unit", "held", "url"],
	"download",
];

/** @throws DeclarationError if it cannot be rehearsed there. No host is touched. */
export function resolveOutage(
	declared: OutageDeclared,
	cluster: Cluster,
	{ machines, lab }: Hosts,
): OutageResolved {
	const {
		urls,
		wrong,
		service: asks,
	} = webService("outage", { service: declared.service, requests: 1 }, cluster);
	for (const key of Object.keys(declared))
		if (!others.includes(key) && !Object.hasOwn(drillNumbers, key))
			throw wrong(
				key,
				`no such option${didYouMean(key, [...others, ...Object.keys(drillNumbers)])}`,
			);
	const { service, download, held } = declared;
	const { lost, withinSeconds, ...load } = numbersOf(declared, wrong);
	if (held !== undefined && !heldLimits.includes(held))
		throw wrong("held", wanted('"all" or "others"', held));
	if (lost === undefined && withinSeconds === undefined && held === undefined)
		throw wrong(
			"lost",
			'no limit is declared, so it could not fail; write what may be lost, like `lost: 4`, `withinSeconds: 6` or `held: "all"`',
		);
	const event = outageEvent(declared.event, lab, wrong);
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
	const several = machines.flatMap((machine) =>
		machine.role === "director" && machine.desired.failover !== undefined
			? [
					{
						name: machine.name,
						host: hostKey(machine),
						cluster: machine.component,
					},
				]
			: [],
	);
	const acts = outageActs(event, declared, {
		...{ machines, wrong },
		lab: lab !== undefined,
	});
	const takes = takesAway(event, acts, { cluster, machines, asks });
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
		acts,
		...(event.takesDown && several.length > 0 ? { directors: several } : {}),
		...(takes === undefined ? {} : { takes }),
		...(lab === undefined ? {} : { lab }),
	};
}
