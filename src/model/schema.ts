import * as z from "zod";
import type { Ipv4, LinkAddress } from "./address.ts";
import { wanted } from "./describe.ts";
import { hostSchema } from "./host-schema.ts";
import { leaf } from "./leaf.ts";
import {
	readBoolean,
	readDirectorAddress,
	readForwarding,
	readInterface,
	readPort,
	readRealServerAddress,
	readScheduler,
	readVip,
	readWeight,
} from "./leaves.ts";
import type { Scheduler } from "./schedulers.ts";

const shape = (expected: string) => ({
	error: (issue: z.core.$ZodRawIssue) =>
		issue.code === "invalid_type" ? wanted(expected, issue.input) : undefined,
});

const records = <Entry extends z.ZodType>(entry: Entry, expected: string) =>
	z.record(z.string(), entry, shape(expected));

const host = hostSchema();
const networkInterface = leaf<string, string>(readInterface).optional();
const weight = leaf<number, number>(readWeight).optional();

const director = z.strictObject(
	{
		host,
		address: leaf<string, LinkAddress>(readDirectorAddress),
		interface: networkInterface,
	},
	shape('a director like { host, address: "172.18.0.66/24" }'),
);

const realServer = z.strictObject(
	{
		host,
		address: leaf<string, Ipv4>(readRealServerAddress),
		weight,
		interface: networkInterface,
	},
	shape('a real server like { host, address: "172.18.0.67" }'),
);

const service = z.strictObject(
	{
		tcp: leaf<number, number>(readPort),
		scheduler: leaf<Scheduler, Scheduler>(readScheduler).optional(),
		realServerPort: leaf<number, number>(readPort).optional(),
		realServers: records(
			z.strictObject({ weight }, shape("an object like { weight: 5 }")),
			"an object of real servers by name, like { rs1: { weight: 5 } }",
		).optional(),
	},
	shape("a service like { tcp: 80 }"),
);

/** The shape of a `ClusterDeclaration` and each of its leaves, one by one. What holds between leaves is in rules.ts. */
export const clusterSchema = z.strictObject(
	{
		vip: leaf<string, Ipv4>(readVip),
		forwarding: leaf<"dr", "dr">(readForwarding),
		directors: records(
			director,
			'an object of directors by name, like { lb: { host, address: "172.18.0.66/24" } }',
		),
		realServers: records(
			realServer,
			'an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }',
		),
		services: records(
			service,
			"an object of services by name, like { http: { tcp: 80 } }",
		),
		page: leaf<boolean, boolean>(readBoolean).optional(),
	},
	shape("an object with vip, forwarding, directors, realServers and services"),
);

/** A declaration whose every leaf is good and read. */
export type ReadDeclaration = z.output<typeof clusterSchema>;
