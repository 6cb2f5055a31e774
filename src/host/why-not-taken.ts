import { serverKey } from "../ipvs/key.ts";
import { ruleKey, serversByService } from "../ipvs/rule.ts";
import { clientTable } from "../model/client-table.ts";
import type { Taken } from "../model/taken.ts";
import { type Asked, outAlready } from "./out-already.ts";
import { nobodyWouldBeLeft, poolsOf, tooFewWouldBeLeft } from "./pools.ts";

/**
 * Why a drill must not take a real server away: it gets no new connections, so that nothing would be measured; or too few would be left who serve, as others are
 * out already. What happens to a cluster that is well is what is rehearsed: a service that has one real server, or a quorum that needs all of them. Pure.
 *
 * @param directors those of its cluster that could be asked.
 * @param nameOf returns the declared name for an address.
 */
export function whyNotTaken(
	directors: readonly Asked[],
	{ name, address, asked }: Taken,
	nameOf: (address: string) => string,
): string | undefined {
	const holders = directors.filter(({ out }) => out.hasVip);
	const [idle] =
		asked === undefined
			? []
			: (holders.length > 0 ? holders : directors).flatMap(
					(director) => whyIdle(director, address, asked, nameOf) ?? [],
				);
	if (idle !== undefined)
		return `gets no new connections, so nothing would be measured: ${idle}. Mend that first (lvsctl undrain ${name} ends a drain), or take another one`;
	const out = outAlready(directors, nameOf);
	const [last] = directors.flatMap((director) =>
		poolsOf(director, out).flatMap((pool) => {
			// nobody else could serve it, even if all were well
			if (pool.servers.length === 1) return [];
			const nobody = nobodyWouldBeLeft(pool, address, out);
			if (nobody !== undefined)
				return `${nobody}, and clients would be refused or sent to who fails`;
			const others = pool.servers.filter(
				(each) => each.weight > 0 && each.address.text !== address,
			);
			return others.length < pool.quorum
				? []
				: (tooFewWouldBeLeft(pool, address, out) ?? []);
		}),
	);
	return last && `${last}; mend that first`;
}

/** Why a real server gets no new connections of a service on a director; undefined: it does. */
function whyIdle(
	director: Asked,
	address: string,
	service: string,
	nameOf: (address: string) => string,
): string | undefined {
	const { desired, out: found } = director;
	const own = (serversByService(clientTable(desired)).get(service) ?? [])
		.filter((each) => each.address.text === address)
		.map(ruleKey);
	if (own.length === 0)
		return `it is no real server of ${service}, which is asked`;
	const out = outAlready([director], nameOf);
	const sorry = serverKey(service, desired.sorryServers?.[service] ?? "");
	const reasons = own.map((key) => {
		// the sorry server gets clients by a weight above 0, and the others lose theirs by 0
		const layer = found.layers[key];
		const weight = layer?.by === "sorry" ? layer.weight : undefined;
		if (key === sorry)
			return weight !== undefined && weight !== "out"
				? undefined
				: (out.get(key) ??
						`it is the sorry server of ${service}, and enough others serve`);
		return (
			out.get(key) ??
			(weight === undefined
				? undefined
				: `too few real servers of ${service} pass, and its sorry server has all clients`)
		);
	});
	return reasons.includes(undefined) ? undefined : reasons[0];
}
