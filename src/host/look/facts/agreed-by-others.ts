import { raw, sh } from "../../../ssh/shell.ts";
import type { Observed } from "../../observed.ts";
import type { Question } from "../../question.ts";
import { keepalivedFiles } from "./keepalived-files.ts";

/** Looked at only where there are several directors. */
export const agreedByOthers: Question<Observed["agreedByOthers"]> = {
	onlyBefore: true,
	probe({ failover, vip = "" }) {
		if (failover === undefined) return "";
		const addresses = [
			vip,
			failover.gateway ?? [],
			failover.addresses ?? [],
		].flat();
		const pattern = `^[[:space:]]*(virtual_router_id[[:space:]]+(${failover.routerId}|[^0-9[:space:]].*)|${addresses.map((each) => each.replaceAll(".", "\\.")).join("|")})([/[:space:]]|$)`;
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
