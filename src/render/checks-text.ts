import { serverOfKey, serviceOfKey } from "../ipvs/key.ts";
import { ruleKey, serviceKey } from "../ipvs/rule.ts";
import type { Cluster } from "../model/cluster.ts";
import type { CheckedPlace } from "./checked-place.ts";
import { servicesKept } from "./checked-services.ts";
import { unheardSeconds } from "./out-seconds.ts";
import { ownService } from "./own-service.ts";
import { sorryServers } from "./sorry-servers.ts";

/** The facts that the reader and the script of the director need of the checks, one on each line. */
export function checksText(
	places: readonly CheckedPlace[],
	cluster: Cluster,
): string {
	const pools = sorryServers(cluster).map(
		({ service, server, below, backFrom }) =>
			`pool ${service} ${below} ${backFrom} ${server}`,
	);
	const checks = places.flatMap(
		({ number, place, definition, check, mark, rules, told }) => [
			`check ${number} ${place} ${definition} ${unheardSeconds(check)}`,
			...told.map((program) => `tell ${number} ${program}`),
			...(mark === undefined
				? []
				: [`probe ${number} ${serviceKey(ownService(mark).match)}`]),
			...rules.map(({ rule, failing, slowStartSeconds }) => {
				const key = ruleKey(rule);
				const rises = slowStartSeconds === 0 ? "" : ` ${slowStartSeconds}`;
				return `rule ${number} ${failing === "deleted" ? "out" : "0"} ${serviceOfKey(key)} ${serverOfKey(key)}${rises}`;
			}),
		],
	);
	const kept = servicesKept(cluster).map((service) => `keep ${service}`);
	// the reader must know of a sorry server before it comes to its rule
	return [...pools, ...checks, ...kept].map((line) => `${line}\n`).join("");
}
