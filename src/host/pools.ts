import { serverKey } from "../ipvs/key.ts";
import { ruleKey, type ServerRule, serversByService } from "../ipvs/rule.ts";
import type { Balances } from "../model/balances.ts";
import { clientTable } from "../model/client-table.ts";
import type { Out } from "./out-already.ts";
import { whoIsMissing } from "./who-is-missing.ts";

/** A service that clients use, and who serves it now. */
export interface Pool {
	readonly service: string;
	/** All that the table has, the sorry server too. */
	readonly servers: readonly ServerRule[];
	/** Those that get new connections, as long as they are enough for the quorum. */
	readonly serving: readonly ServerRule[];
	/** With fewer of them the sorry server gets all clients; 0: there is none. */
	readonly quorum: number;
	/** Key of the rule of the sorry server. Empty: there is none, or the state is of an earlier version, which does not say which one it is. */
	readonly sorry: string;
	/** Whether a sorry server is there for their clients. */
	readonly hasSorry: boolean;
}

/** @param out the real servers that already get no new connections. */
export function poolsOf(
	{ desired }: { readonly desired: Balances },
	out: Out,
): Pool[] {
	const { quorums = {}, sorryServers = {} } = desired;
	return [...serversByService(clientTable(desired))].map(
		([service, servers]) => {
			const server = sorryServers[service];
			const sorry = server === undefined ? "" : serverKey(service, server);
			return {
				service,
				servers,
				serving: servers.filter(
					(each) => each.weight > 0 && !out.has(ruleKey(each)),
				),
				quorum: quorums[service] ?? 0,
				sorry,
				hasSorry: service in quorums && !out.has(sorry),
			};
		},
	);
}

/**
 * What would be so of a service without this real server: nobody serves it. It is the last one that does, and no sorry server is there for its clients; or it is
 * the sorry server, and serves alone. Undefined: somebody would serve, or nobody does now. Pure.
 */
export function nobodyWouldBeLeft(
	{ service, servers, serving, sorry, hasSorry }: Pool,
	address: string,
	out: Out,
): string | undefined {
	const isOf = (each: ServerRule) => each.address.text === address;
	const isLast = serving.length > 0 && serving.every(isOf) && !hasSorry;
	const isSorryAlone =
		serving.length === 0 &&
		hasSorry &&
		servers.some((each) => isOf(each) && ruleKey(each) === sorry);
	return isLast || isSorryAlone
		? `of ${service} nobody would be left who serves${whoIsMissing(servers, out)}`
		: undefined;
}

/**
 * The same: too few would be left for the quorum, and the sorry server would get the clients of the others. Undefined: enough would be, they are too few
 * already, or nobody would be left: then the sorry server is meant to serve. Pure.
 */
export function tooFewWouldBeLeft(
	{ service, servers, serving, quorum }: Pool,
	address: string,
	out: Out,
): string | undefined {
	const left = serving.filter(({ address: { text } }) => text !== address);
	return left.length < serving.length &&
		serving.length >= quorum &&
		left.length > 0 &&
		left.length < quorum
		? `of ${service} ${left.length === 1 ? "1 real server" : `${left.length} real servers`} would be left${whoIsMissing(servers, out)}, and its quorum is ${quorum}: its sorry server would get all clients`
		: undefined;
}
