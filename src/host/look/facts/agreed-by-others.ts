import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";

/**
 * Where a keepalived of the operator on this host has the number of our group of directors, or an address that moves with it:
 * `/etc/keepalived/keepalived.conf:12: virtual_router_id 51`. Looked at only where there are several directors.
 */
export const agreedByOthers: Question<readonly string[]> = {
	onlyBefore: true,
	probe({ failover, vip = "" }) {
		if (failover === undefined) return "";
		const addresses = [
			vip,
			failover.gateway ?? [],
			failover.addresses ?? [],
		].flat();
		const pattern = `^[[:space:]]*(virtual_router_id[[:space:]]+${failover.routerId}|${addresses.map((each) => each.replaceAll(".", "\\.")).join("|")})([/[:space:]]|$)`;
		return sh`[ ! -d /etc/keepalived ] || grep -rHnsE ${pattern} /etc/keepalived`;
	},
	parse: ({ lines }) =>
		lines.flatMap((line) => {
			const [, place, text] = /^(\/[^:]+:\d+):\s*(.*)$/.exec(line) ?? [];
			return place === undefined ? [] : [`${place}: ${text?.trim()}`];
		}),
};
