import { ruleKey, serviceKey } from "../ipvs/rule.ts";
import type { Cluster } from "../model/cluster.ts";
import type { DesiredCheck } from "../model/desired.ts";
import { checkWords } from "./check-words.ts";
import type { CheckedPlace } from "./checked-place.ts";
import { outSeconds } from "./out-seconds.ts";
import { ownService } from "./own-service.ts";

/** The part of a director's desired state about a check. */
export function desiredCheck(
	place: CheckedPlace,
	cluster: Cluster,
): DesiredCheck {
	const { check, mark, rules } = place;
	return {
		realServer: place.name,
		asks: checkWords(
			check,
			mark === undefined
				? `${place.address}:${place.port}`
				: `${cluster.vip}:${check.port}`,
		),
		...pageOf(place),
		...(mark === undefined
			? {}
			: { probe: serviceKey(ownService(mark).match) }),
		outSeconds: outSeconds(check),
		rules: rules.map(({ rule }) => ruleKey(rule)),
	};
}

/** The page as clients of the VIP would get it too. */
function pageOf({
	check: { asks, port },
	mark,
}: CheckedPlace): Pick<DesiredCheck, "page"> {
	if (mark === undefined || (asks.kind !== "http" && asks.kind !== "https"))
		return {};
	const { kind, path, hostName, status } = asks;
	return {
		page: {
			kind,
			port,
			path,
			...(hostName === undefined ? {} : { hostName }),
			status,
		},
	};
}
