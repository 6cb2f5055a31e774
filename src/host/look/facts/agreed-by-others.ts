import { raw, sh } from "../../../ssh/shell.ts";
import { keepalivedFiles } from "../../keepalived-files.ts";
import type { Observed } from "../../observed.ts";
import type { Question } from "../../question.ts";

/**
 * Places where a keepalived of the operator on this host has the VIP, the number of our group of directors, or an address that moves with it:
 * `/etc/keepalived/keepalived.conf:12: virtual_router_id 51`. Looked at only on a director.
 */
export const agreedByOthers: Question<Observed["agreedByOthers"]> = {
	onlyBefore: true,
	probe({ failover, vip, ipvs }) {
		const isDirector = failover !== undefined || Object.keys(ipvs).length > 0;
		if (vip === undefined || !isDirector) return "";
		const addresses = [
			vip,
			failover?.gateway ?? [],
			failover?.addresses ?? [],
		].flat();
		const words = [
			...(failover === undefined
				? []
				: [
						`virtual_router_id[[:space:]]+(${failover.routerId}|[^0-9[:space:]].*)`,
					]),
			...addresses.map((each) => each.replaceAll(".", "\\.")),
		];
		const pattern = `^[[:space:]]*(${words.join("|")})([/[:space:]]|$)`;
		return sh`${raw(keepalivedFiles)}
lvs_keepalived grep -HnsE ${pattern}
true`;
	},
	parse({ lines }) {
		const found = lines.flatMap((line) => {
			const [, place, text = ""] = /^(\/[^:]+:\d+):\s*(.*)$/.exec(line) ?? [];
			return place === undefined ? [] : [`${place}: ${text.trim()}`];
		});
		const isUnread = (each: string) => /: virtual_router_id\s+\D/.test(each);
		return {
			held: found.filter((each) => !isUnread(each)),
			unread: found.filter(isUnread),
		};
	},
};
