import { serversByService } from "../../ipvs/rule.ts";
import { clientTable } from "../../model/client-table.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { realServerName } from "../stack/real-server-name.ts";
import type { Found } from "./look-at.ts";
import { namesOf } from "./names-of.ts";

/** A host, and what was found there. */
interface Seen {
	readonly host: Pick<HostInputs, "component" | "role" | "name" | "desired">;
	readonly found: Pick<Found, "drained" | "unseen">;
}

/**
 * Real servers that are drained on one director of a cluster and not on another: a director that joined, or was set up again, knows nothing of drains. Pure. A
 * director that was not looked at counts for neither.
 */
export function drainProblems(all: readonly Seen[]): string[] {
	const directors = all.filter(
		({ host, found }) => host.role === "director" && found.unseen === undefined,
	);
	const hosts = all.map(({ host }) => host);
	const clusters = new Set(directors.map(({ host }) => host.component));
	return [...clusters].flatMap((cluster) => {
		const own = directors.filter(({ host }) => host.component === cluster);
		const drained = new Set(
			own.flatMap(({ found }) => Object.keys(found.drained)),
		);
		return [...drained].flatMap((address) =>
			differenceOf(own, address, realServerName(hosts, cluster, address)),
		);
	});
}

function differenceOf(
	directors: readonly Seen[],
	address: string,
	name: string,
): string[] {
	const balancing = directors.filter(({ host }) =>
		[...serversByService(clientTable(host.desired)).values()]
			.flat()
			.some((server) => server.address.text === address),
	);
	const has = ({ found }: Seen) => address in found.drained;
	const on = namesOf(balancing.filter(has));
	const off = namesOf(balancing.filter((each) => !has(each)));
	return on === "" || off === ""
		? []
		: [
				`cluster ${directors[0]?.host.component}: ${name} is drained on ${on} and not on ${off}, which sends it new connections when it has the VIP. Make both agree: lvsctl drain ${name}, or lvsctl undrain ${name}`,
			];
}
