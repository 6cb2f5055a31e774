import * as z from "zod";
import type { Ipv4 } from "./address.ts";
import { readFailures, readUser } from "./check-leaves.ts";
import { readCommand } from "./command-leaf.ts";
import { defaults } from "./defaults.ts";
import { leaf } from "./leaf.ts";
import {
	readGateway,
	readMoved,
	readNumber,
	readWholeNumber,
} from "./leaves.ts";
import { readAbsolutePath, readList } from "./path-leaves.ts";
import { shape } from "./shape.ts";
import { toHundredths } from "./to-hundredths.ts";

/** VRRP tells the time between adverts in hundredths of a second. */
const isInHundredths = (value: unknown) =>
	Number.isFinite(value) && toHundredths(Number(value)) === value;

const seconds = leaf<number, number>(readWholeNumber(1, 3600));

/** The shape of a failover. What must hold between its parts and the cluster is in failover-rules.ts. */
export const failoverSchema = z.strictObject(
	{
		advertSeconds: leaf<number, number>(
			readNumber("a number of seconds in hundredths", 0.1, 40, isInHundredths),
		).default(defaults.advertSeconds),
		routerId: leaf<number, number>(readWholeNumber(1, 255)).optional(),
		preemptSeconds: leaf<number, number>(readWholeNumber(0, 1000)).optional(),
		tell: leaf<string, string>(
			readAbsolutePath("/usr/local/sbin/move-vip"),
		).optional(),
		check: z
			.strictObject(
				{
					command: leaf<string | readonly string[], readonly string[]>(
						readCommand("/usr/local/sbin/way-out-works"),
					),
					runAs: leaf<string, string>(readUser).default(defaults.checkUser),
					everySeconds: seconds.default(defaults.checkEverySeconds),
					timeoutSeconds: seconds.optional(),
					failures: leaf<number, number>(readFailures).default(
						defaults.checkFailures,
					),
				},
				shape('an object like { command: "/usr/local/sbin/way-out-works" }'),
			)
			.optional(),
		gateway: leaf<string, Ipv4>(readGateway).optional(),
		addresses: leaf<readonly string[], readonly Ipv4[]>(
			readList(readMoved, 'a list of addresses like ["10.0.0.5"]'),
		).optional(),
	},
	shape("an object like { advertSeconds: 0.3 }"),
);
