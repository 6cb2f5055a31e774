import type { Problem } from "../errors.ts";
import { addressRules } from "./address-rules.ts";
import { connectionRules } from "./connection-rules.ts";
import { quote } from "./describe.ts";
import { forwardingRules } from "./forwarding-rules.ts";
import { isName, nameAdvice } from "./name.ts";
import { formatPath } from "./path.ts";
import { schedulingRules } from "./scheduling-rules.ts";
import { serviceRules } from "./service-rules.ts";
import type { Sketch } from "./sketch.ts";

/** Everything that must hold between leaves. A rule whose leaves are not all known says nothing. */
export function rules(sketch: Sketch): Problem[] {
	return [
		entryNames,
		emptyRecords,
		oneDirector,
		...addressRules,
		...connectionRules,
		...serviceRules,
		...forwardingRules,
		...schedulingRules,
	].flatMap((rule) => rule(sketch));
}

function entryNames({ directors, realServers, services }: Sketch): Problem[] {
	return [...(directors ?? []), ...(realServers ?? []), ...(services ?? [])]
		.filter(({ name }) => !isName(name))
		.map(({ name, path }) => ({
			path: formatPath(path),
			message: `${quote(name)} cannot be a name; ${nameAdvice}`,
		}));
}

function emptyRecords({ directors, realServers, services }: Sketch): Problem[] {
	const examples = {
		directors: [directors, '{ lb: { host, address: "172.18.0.66/24" } }'],
		realServers: [realServers, '{ rs1: { host, address: "172.18.0.67" } }'],
		services: [services, "{ http: { tcp: 80 } }"],
	} as const;
	return Object.entries(examples)
		.filter(([, [entries]]) => entries?.length === 0)
		.map(([path, [, example]]) => ({
			path,
			message: `empty; declare at least one, like ${example}`,
		}));
}

function oneDirector({ directors = [] }: Sketch): Problem[] {
	return directors.length > 1
		? [
				{
					path: "directors",
					message:
						"more than one director needs VRRP, not supported yet; declare one",
				},
			]
		: [];
}
