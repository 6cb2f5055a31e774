import { addressRules } from "./address-rules.ts";
import { badName, emptyRecord } from "./bad-entries.ts";
import { bothRolesRules } from "./both-roles-rules.ts";
import { checkRules } from "./check-rules.ts";
import type { ClusterSketch } from "./cluster-sketch.ts";
import { connectionRules } from "./connection-rules.ts";
import { failoverRules } from "./failover-rules.ts";
import type { Finding } from "./finding.ts";
import { forwardingRules } from "./forwarding-rules.ts";
import { schedulingRules } from "./scheduling-rules.ts";
import { serviceRules } from "./service-rules.ts";

/** Every rule that must hold between leaves. A rule says nothing while one of its leaves is unknown. */
export function rules(cluster: ClusterSketch): Finding[] {
	return [
		goodNames,
		notEmpty,
		...addressRules,
		...bothRolesRules,
		...failoverRules,
		...connectionRules,
		...serviceRules,
		...forwardingRules,
		...schedulingRules,
		...checkRules,
	].flatMap((rule) => rule(cluster));
}

function goodNames({
	values: { directors = [], realServers = [], services = [] },
}: ClusterSketch): Finding[] {
	return [...directors, ...realServers, ...services].flatMap(badName);
}

function notEmpty({
	values: { directors, realServers, services },
}: ClusterSketch): Finding[] {
	return [
		...emptyRecord(
			["directors"],
			directors,
			'{ lb: { host, address: "172.18.0.66/24" } }',
		),
		...emptyRecord(
			["realServers"],
			realServers,
			'{ rs1: { host, address: "172.18.0.67" } }',
		),
		...emptyRecord(["services"], services, "{ http: { tcp: 80 } }"),
	];
}
