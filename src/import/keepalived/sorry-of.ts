import { wayOfRule } from "../../ipvs/forwarding.ts";
import { type Match, usualPort } from "../../ipvs/rule.ts";
import { placeOf } from "../place-of.ts";
import type {
	ReadHealth,
	ReadPart,
	ReadService,
	ReadSorry,
} from "../read-rules.ts";
import { endpointOf } from "./addresses-of.ts";
import { type Forwarded, forwardingOf } from "./forwarding-of.ts";
import { leaveOut, type Notes, refuse, remark } from "./notes.ts";
import { wholeNumber } from "./numbers.ts";
import { portRemark } from "./port-remark.ts";
import { quorumOf } from "./quorum-of.ts";
import type { FoundServer } from "./read-real-server.ts";
import type { Settings } from "./sort-out.ts";

export function sorryOf(
	settings: Settings,
	{
		match,
		check,
		forwarded,
		rules,
	}: {
		readonly match: Match;
		/** Properties of the service. */
		readonly check: ReadService["check"];
		readonly forwarded: Forwarded;
		readonly rules: ReadService["servers"];
	},
	notes: Notes,
): ReadPart<ReadSorry> | undefined {
	const sorry = settings.last("sorry_server");
	if (sorry === undefined) return undefined;
	const give = (reason: string) => {
		refuse(notes, sorry, reason);
		return undefined;
	};
	const endpoint = endpointOf(sorry.values);
	if (typeof endpoint === "string") return give(endpoint);
	if (endpoint.address.startsWith("127.")) {
		const why = whyNoPage(match, check);
		if (why !== undefined) return give(why);
		remark(
			notes,
			sorry,
			"the director itself says sorry: what its page says is not in this file; fill in `sorry.page`, in HTML",
		);
		return { ...placeOf(sorry), value: { address: undefined } };
	}
	const method = settings.last("sorry_server_lvs_method");
	const own = method === undefined ? forwarded : forwardingOf(method);
	if (typeof own === "string") return give(own);
	const [rule = { port: 0, method: own.method }] = rules.map(
		(server) => server.rule,
	);
	if (own.method !== rule.method)
		return give(
			`it is forwarded to by ${wayOfRule(own).words}, and the real servers by ${wayOfRule(rule).words}: a service has one forwarding`,
		);
	const usual = usualPort(match);
	if (wayOfRule(own).rewrites && (endpoint.port || usual) !== rule.port)
		return give(
			`its port is ${endpoint.port || usual}, and that of the real servers is ${rule.port}: a service has one port on all of them`,
		);
	portRemark(
		{ ...placeOf(sorry), port: endpoint.port, forwarded: own },
		match,
		notes,
	);
	remark(
		notes,
		sorry,
		"here the sorry server must pass the check of the service too, before it gets clients",
	);
	return { ...placeOf(sorry), value: { address: endpoint.address } };
}

/** Why the director itself cannot say sorry, with what to write instead. Undefined: it can. */
function whyNoPage(
	match: Match,
	check: ReadHealth["check"],
): string | undefined {
	if (match.protocol !== "tcp" || match.port === 0)
		return "the director itself serves a page on one TCP port, and this service has others; name a real server that serves it";
	return check !== undefined && "http" in check.value
		? undefined
		: 'its page is not in the file: write sorry: { page: "<h1>…</h1>" }, and a check by http, which it needs, like check: { http: "/" }';
}

export function quorumIn(
	settings: Settings,
	servers: readonly FoundServer[],
	hasSorry: boolean,
	notes: Notes,
): ReadService["quorum"] {
	const quorum = settings.last("quorum");
	const hysteresis = settings.last("hysteresis");
	const place = quorum ?? hysteresis;
	if (place === undefined) return undefined;
	if (!hasSorry) {
		// without a sorry server it only decides which programs keepalived runs
		for (const each of [quorum, hysteresis])
			if (each !== undefined) leaveOut(notes, each.keyword, each);
		return undefined;
	}
	const [least, slack] = [
		quorum === undefined ? 1 : wholeNumber(quorum),
		hysteresis === undefined ? 0 : wholeNumber(hysteresis),
	];
	const value =
		typeof least === "string"
			? least
			: typeof slack === "string"
				? slack
				: quorumOf(
						least,
						slack,
						servers.map(({ weight }) => weight),
					);
	if (typeof value === "string") {
		refuse(notes, place, value);
		return undefined;
	}
	return value === 1 ? undefined : { ...placeOf(place), value };
}
