import { wayOfRule } from "../../ipvs/forwarding.ts";
import { type Match, type ServerRule, usualPort } from "../../ipvs/rule.ts";
import { ruleAddress } from "../../model/written-address.ts";
import type { Place } from "../script/read-script.ts";
import { endpointOf } from "./addresses-of.ts";
import type { FoundCheck } from "./checks/found-check.ts";
import { readCheck } from "./checks/read-check.ts";
import { type Forwarded, forwardingOf } from "./forwarding-of.ts";
import { lineOf, type Notes, placeOf, refuse } from "./notes.ts";
import { wholeNumber } from "./numbers.ts";
import { type Settings, sortOut } from "./sort-out.ts";
import type { Statement } from "./statement.ts";
import { strayInHead } from "./stray-words.ts";
import { type ServerHooks, serverHooks } from "./told-of-servers.ts";
import { checkKeywords, realServerWords } from "./virtual-server-words.ts";

/** A real server as it is written, for any service. */
export interface FoundServer extends Place {
	readonly address: string;
	/** 0: the port of the service. */
	readonly port: number;
	readonly forwarded: Forwarded;
	readonly weight: number;
	readonly upper: number;
	readonly lower: number;
	/** The checks that can be declared. */
	readonly checks: readonly FoundCheck[];
	/** Whether there are others, which are reported. */
	readonly hasOthers: boolean;
	/** The programs that are run when it is out, and when it is in again. */
	readonly hooks: ServerHooks;
}

/** Reads a `real_server`. Undefined: it cannot be declared, and the notes say so. */
export function readRealServer(
	statement: Statement,
	virtualServer: {
		readonly settings: Settings;
		readonly forwarded: Forwarded;
		readonly weight: number;
		readonly scriptUser: string | undefined;
	},
	notes: Notes,
): FoundServer | undefined {
	const give = (reason: string) => {
		refuse(notes, statement, reason);
		return undefined;
	};
	const endpoint = endpointOf(statement.values);
	if (typeof endpoint === "string") return give(endpoint);
	const stray = strayInHead(statement, realServerWords);
	if (stray !== undefined) refuse(notes, statement, stray);
	const settings = sortOut(statement.block, realServerWords, notes);
	if (settings.doubtful !== undefined)
		return give(`it depends on the machine, ${lineOf(settings.doubtful)}`);
	const number = (keyword: string, otherwise: number) => {
		const found = settings.last(keyword);
		return found === undefined ? otherwise : wholeNumber(found);
	};
	const weight = number("weight", virtualServer.weight);
	const upper = number("uthreshold", 0);
	const lower = number("lthreshold", 0);
	for (const each of [weight, upper, lower])
		if (typeof each === "string") return give(each);
	const method = settings.last("lvs_method");
	const forwarded =
		method === undefined ? virtualServer.forwarded : forwardingOf(method);
	if (typeof forwarded === "string") return give(forwarded);
	const statements = settings.all(...checkKeywords);
	const checks = statements.flatMap(
		(check) =>
			readCheck(
				check,
				{
					...endpoint,
					settings,
					virtualServer: virtualServer.settings,
					scriptUser: virtualServer.scriptUser,
				},
				notes,
			) ?? [],
	);
	return {
		...placeOf(statement),
		...endpoint,
		forwarded,
		weight: Number(weight),
		upper: Number(upper),
		lower: Number(lower),
		checks,
		hasOthers: checks.length < statements.length,
		hooks: serverHooks(
			endpoint.address,
			settings,
			virtualServer.scriptUser,
			notes,
		),
	};
}

/** The rule that keepalived makes of a real server: if its port cannot be changed, it has that of the service. */
export function serverRule(
	{ address, port, forwarded, weight, upper, lower }: FoundServer,
	service: Match,
): ServerRule {
	const usual = usualPort(service);
	return {
		kind: "server",
		service,
		address: ruleAddress(address),
		port: wayOfRule(forwarded).rewrites && port !== 0 ? port : usual,
		...forwarded,
		weight,
		upper,
		lower,
		others: [],
	};
}
