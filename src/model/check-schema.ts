import * as z from "zod";
import { type AlsoPage, readAlso } from "./also-leaf.ts";
import {
	leastEverySeconds,
	leastRetrySeconds,
	mostCheckSeconds,
} from "./check-bounds.ts";
import type {
	AlsoPageDeclaration,
	Bytes,
	DnsRecordType,
	TcpTalkDeclaration,
} from "./check-declaration.ts";
import {
	readCheckPath,
	readCheckText,
	readDatagram,
	readDigest,
	readDnsName,
	readFailures,
	readHostName,
	readRecordType,
	readStatuses,
	readUser,
} from "./check-leaves.ts";
import { defaults } from "./defaults.ts";
import { leaf } from "./leaf.ts";
import { readNumber, readPort, readWholeNumber } from "./leaves.ts";
import { readAbsolutePath } from "./path-leaves.ts";
import { shape } from "./shape.ts";
import { readTcp, type Talk } from "./talk-leaf.ts";
import { readVerify, type Verify } from "./verify-leaf.ts";

const seconds = (least: number) =>
	leaf<number, number>(
		readNumber("a number of seconds", least, mostCheckSeconds, Number.isFinite),
	);

const bytes = leaf<Bytes, readonly number[]>(readDatagram);

/** The shape of a check. What must hold between its parts is in check-rules.ts. */
export const checkSchema = z.strictObject(
	{
		tcp: leaf<true | TcpTalkDeclaration, true | Talk>(readTcp).optional(),
		http: leaf<string, string>(readCheckPath).optional(),
		https: leaf<string, string>(readCheckPath).optional(),
		dns: leaf<string, string>(readDnsName).optional(),
		udp: z
			.strictObject(
				{ send: bytes, expect: bytes },
				shape('an object like { send: "ping", expect: "pong" }'),
			)
			.optional(),
		command: leaf<string, string>(
			readAbsolutePath("/usr/local/bin/check-site"),
		).optional(),
		hostName: leaf<string, string>(readHostName).optional(),
		status: leaf<number | readonly number[], readonly number[]>(
			readStatuses,
		).optional(),
		text: leaf<string, string>(readCheckText).optional(),
		digest: leaf<string, string>(readDigest).optional(),
		also: leaf<readonly AlsoPageDeclaration[], readonly AlsoPage[]>(
			readAlso,
		).optional(),
		verify: leaf<true | string, Verify>(readVerify).optional(),
		recordType: leaf<DnsRecordType, DnsRecordType>(readRecordType).optional(),
		runAs: leaf<string, string>(readUser).optional(),
		everySeconds: seconds(leastEverySeconds).default(
			defaults.checkEverySeconds,
		),
		timeoutSeconds: seconds(0.1).optional(),
		failures: leaf<number, number>(readFailures).default(
			defaults.checkFailures,
		),
		retrySeconds: seconds(leastRetrySeconds).optional(),
		slowStartSeconds: leaf<number, number>(readWholeNumber(1, 3600)).optional(),
		tell: leaf<string, string>(
			readAbsolutePath("/usr/local/sbin/told"),
		).optional(),
		port: leaf<number, number>(readPort).optional(),
	},
	shape('a check like { http: "/health" }'),
);
