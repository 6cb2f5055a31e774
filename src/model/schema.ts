import * as z from "zod";
import type { Forwarding } from "../ipvs/forwarding.ts";
import type { Ipv4, LinkAddress } from "./address.ts";
import type { WhenAllFail } from "./check-declaration.ts";
import { type Quorum, readQuorum, readWhenAllFail } from "./check-leaves.ts";
import { checkSchema } from "./check-schema.ts";
import type { PageDeclaration } from "./declaration.ts";
import { defaults } from "./defaults.ts";
import { failoverSchema } from "./failover-schema.ts";
import { hostSchema } from "./host-schema.ts";
import { leaf } from "./leaf.ts";
import {
	readBoolean,
	readDirectorAddress,
	readInterface,
	readPort,
	readRealServerAddress,
	readVip,
	readWeight,
} from "./leaves.ts";
import { openFilters } from "./open-filters.ts";
import { readPage } from "./page-leaf.ts";
import type { SchedulerFlag } from "./scheduler-flags.ts";
import type { Scheduler } from "./schedulers.ts";
import type {
	QuorumDeclaration,
	SorryPageDeclaration,
} from "./service-declaration.ts";
import {
	type Ports,
	readConnReuseMode,
	readDrainSeconds,
	readForwarding,
	readMark,
	readMask,
	readScheduler,
	readSchedulerFlags,
	readSeconds,
	readTcpPorts,
	readThreshold,
	readTunnelType,
	readUdpPorts,
} from "./service-leaves.ts";
import { records, shape } from "./shape.ts";
import { readSorry, type WhoIsSorry } from "./sorry-leaf.ts";
import type { TunnelType } from "./tunnel.ts";

const host = hostSchema();
const networkInterface = leaf<string, string>(readInterface).optional();
const weight = leaf<number, number>(readWeight);

const director = z.strictObject(
	{
		host,
		address: leaf<string, LinkAddress>(readDirectorAddress),
		interface: networkInterface,
		syncInterface: networkInterface,
	},
	shape('a director like { host, address: "172.18.0.66/24" }'),
);

/** Other components use it too, as they set up the same machines. */
export const realServerSchema = z.strictObject(
	{
		host: host.optional(),
		address: leaf<string, Ipv4>(readRealServerAddress),
		weight: weight.default(defaults.weight),
		interface: networkInterface,
	},
	shape('a real server like { host, address: "172.18.0.67" }'),
);

const seconds = leaf<number, number>(readSeconds);
const threshold = leaf<number, number>(readThreshold).optional();
const boolean = leaf<boolean, boolean>(readBoolean).optional();
const forwarding = leaf<Forwarding, Forwarding>(readForwarding);

const persistence = z.strictObject(
	{
		seconds,
		mask: leaf<string, Ipv4>(readMask).default(defaults.mask),
	},
	shape("an object like { seconds: 360 }"),
);

const service = z.strictObject(
	{
		tcp: leaf<Ports, Ports>(readTcpPorts).optional(),
		udp: leaf<Exclude<Ports, "all">, Ports>(readUdpPorts).optional(),
		fwmark: leaf<number, number>(readMark).optional(),
		scheduler: leaf<Scheduler, Scheduler>(readScheduler).default(
			defaults.scheduler,
		),
		flags: leaf<readonly SchedulerFlag[], readonly SchedulerFlag[]>(
			readSchedulerFlags,
		).optional(),
		persistence: persistence.optional(),
		onePacket: boolean,
		forwarding: forwarding.optional(),
		realServerPort: leaf<number, number>(readPort).optional(),
		check: checkSchema.optional(),
		sorry: leaf<string | SorryPageDeclaration, WhoIsSorry>(
			readSorry,
		).optional(),
		quorum: leaf<number | QuorumDeclaration, Quorum>(readQuorum).optional(),
		whenAllFail: leaf<WhenAllFail, WhenAllFail>(readWhenAllFail).optional(),
		realServers: records(
			z.strictObject(
				{
					serves: boolean,
					weight: weight.optional(),
					upper: threshold,
					lower: threshold,
					check: checkSchema.optional(),
				},
				shape("an object like { weight: 5 }"),
			),
			"an object of real servers by name, like { rs1: { weight: 5 } }",
		).optional(),
	},
	shape("a service like { tcp: 80 }"),
);

const tunnel = z.strictObject(
	{
		type: leaf<TunnelType, TunnelType>(readTunnelType).default(
			defaults.tunnelType,
		),
		port: leaf<number, number>(readPort).optional(),
	},
	shape('an object like { type: "ipip" }'),
);

const ipvs = z.strictObject(
	{
		timeouts: z
			.strictObject(
				{
					tcp: seconds.optional(),
					tcpFin: seconds.optional(),
					udp: seconds.optional(),
				},
				shape("an object like { tcp: 900, tcpFin: 120, udp: 300 }"),
			)
			.optional(),
		expireNodestConn: boolean,
		expireQuiescentTemplate: boolean,
		connReuseMode: leaf<number, number>(readConnReuseMode).optional(),
		sloppyTcp: boolean,
	},
	shape("an object like { expireNodestConn: true }"),
);

/** The shape of a `ClusterDeclaration`, and how each of its leaves is read. What must hold between leaves is in rules.ts. */
export const clusterSchema = z.strictObject(
	{
		vip: leaf<string, Ipv4>(readVip),
		forwarding,
		tunnel: tunnel.prefault({}),
		directors: records(
			director,
			'an object of directors by name, like { lb: { host, address: "172.18.0.66/24" } }',
		),
		failover: failoverSchema.optional(),
		realServers: records(
			realServerSchema,
			'an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }',
		),
		services: records(
			service,
			"an object of services by name, like { http: { tcp: 80 } }",
		),
		ipvs: ipvs.optional(),
		drainSeconds: leaf<number, number>(readDrainSeconds).default(
			defaults.drainSeconds,
		),
		page: leaf<boolean | PageDeclaration, readonly number[]>(readPage).default(
			[],
		),
		openFilters,
	},
	shape("an object with vip, forwarding, directors, realServers and services"),
);

/** A declaration after reading: every leaf is good. */
export type ReadDeclaration = z.output<typeof clusterSchema>;
