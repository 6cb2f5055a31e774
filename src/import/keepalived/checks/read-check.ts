import type { FoundCheck, Times } from "../../configuration/found-check.ts";
import {
	leaveOut,
	lineOf,
	type Notes,
	refuse,
} from "../../configuration/notes.ts";
import { noPing } from "../../configuration/reasons.ts";
import { withRetry } from "../../configuration/with-retry.ts";
import { placeOf } from "../../place-of.ts";
import { isOn, secondsOf, wholeNumber } from "../numbers.ts";
import { type Settings, sortOut } from "../sort-out.ts";
import type { Statement } from "../statement.ts";
import type { CheckReader } from "./check-reader.ts";
import { commandCheck } from "./command-check.ts";
import { dnsCheck } from "./dns-check.ts";
import { pageCheck } from "./page-check.ts";
import { smtpCheck } from "./smtp-check.ts";
import { tcpCheck } from "./tcp-check.ts";
import { udpCheck } from "./udp-check.ts";

/** Keyword -> how it is read. */
const readers: Readonly<Record<string, CheckReader>> = {
	TCP_CHECK: tcpCheck,
	HTTP_GET: pageCheck("http"),
	SSL_GET: pageCheck("https"),
	DNS_CHECK: dnsCheck,
	UDP_CHECK: udpCheck,
	MISC_CHECK: commandCheck,
	SMTP_CHECK: smtpCheck,
};

/** Keyword -> why it cannot be declared, and what to write instead. */
const others: Readonly<Record<string, string>> = {
	PING_CHECK: noPing,
	BFD_CHECK:
		"a check by BFD cannot be declared; write `check: { tcp: true, everySeconds: 0.5 }`",
	FILE_CHECK:
		"a check by a file cannot be declared; write a program that looks at it as `command`",
};

/** The place of a check. */
export interface CheckedServer {
	readonly address: string;
	/** As it is written. 0: none. */
	readonly port: number;
	readonly settings: Settings;
	readonly virtualServer: Settings;
	readonly scriptUser: string | undefined;
}

/** keepalived's defaults. */
const usualLoop = 60;
const usualTimeout = 5;

/** Reads a check of a real server. Undefined: it cannot be declared, and the notes say so. */
export function readCheck(
	statement: Statement,
	{
		address,
		port: written,
		settings,
		virtualServer,
		scriptUser,
	}: CheckedServer,
	notes: Notes,
): FoundCheck | undefined {
	const give = (reason: string) => {
		refuse(notes, statement, reason);
		return undefined;
	};
	const { keyword } = statement;
	const other = others[keyword];
	if (other !== undefined) return give(other);
	const reader = readers[keyword];
	if (reader === undefined) return give("no such check is known");
	const own = sortOut(statement.block, reader.vocabulary, notes);
	if (own.doubtful !== undefined)
		return give(`it depends on the machine, ${lineOf(own.doubtful)}`);
	const setting = (...keywords: string[]) =>
		own.last(...keywords) ??
		settings.last(...keywords) ??
		virtualServer.last(...keywords);
	const ip = own.last("connect_ip");
	if (ip !== undefined && ip.values[0] !== address)
		return give(
			`it asks another machine, ${ip.values[0]}, and a check goes to the real server itself`,
		);
	const connect = own.last("connect_port");
	const port = connect === undefined ? written : wholeNumber(connect);
	if (typeof port === "string") return give(port);
	const times = timesOf(setting, reader);
	if (typeof times === "string") return give(times);
	const asks = reader.read({
		...{ own, port, notes, scriptUser, setting },
		realServer: { address, port: written },
	});
	if (typeof asks === "string") return give(asks);
	const alpha = setting("alpha");
	if (isOn(alpha) === false) leaveOut(notes, "alpha", alpha ?? statement);
	return {
		...placeOf(statement),
		...{ asks, port, times: times.declared },
		remarks: [
			...asks.remarks,
			...times.remarks,
			...(isOn(alpha)
				? [
						"alpha: keepalived lets a real server in when it has passed; here it serves from the start, until its check has failed",
					]
				: []),
		],
	};
}

function timesOf(
	setting: (...keywords: string[]) => Statement | undefined,
	{ usual, timeout }: CheckReader,
): { readonly declared: Times; readonly remarks: readonly string[] } | string {
	const seconds = (statement: Statement | undefined, otherwise: number) =>
		statement === undefined ? otherwise : secondsOf(statement);
	const every = seconds(setting("delay_loop"), usualLoop);
	if (typeof every === "string") return every;
	const limit = seconds(
		setting(timeout),
		timeout === "misc_timeout" ? every : usualTimeout,
	);
	if (typeof limit === "string") return limit;
	const retry = setting("retry", "nb_get_retry");
	const retries = retry === undefined ? usual.retry : wholeNumber(retry);
	if (typeof retries === "string") return retries;
	const between = seconds(
		setting("delay_before_retry"),
		usual.delayBeforeRetry ?? every,
	);
	if (typeof between === "string") return between;
	const times = {
		everySeconds: every,
		timeoutSeconds: Math.min(limit, every),
		failures: retries + 1,
	};
	return {
		declared: withRetry(times, between),
		remarks: [
			...(limit > every
				? [
						`an answer may take ${every} s, as long as between two checks, and by keepalived ${limit} s; for more write a larger \`everySeconds\``,
					]
				: []),
		],
	};
}
