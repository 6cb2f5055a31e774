import { forwardings, wayOfRule } from "../../ipvs/forwarding.ts";
import { type Match, type ServerRule, usualPort } from "../../ipvs/rule.ts";
import { asksByUdp } from "../../model/port-to-ask.ts";
import type { FoundCheck } from "./found-check.ts";

/** The port that a check names: 0 if it needs none. A string says why it cannot be asked. */
export function checkedPort(
	kind: FoundCheck["asks"]["kind"],
	written: number,
	match: Match,
	rule: ServerRule,
): number | string {
	const own = usualPort(match);
	// a real server without a port has that of the service
	const port = written || rule.port;
	if (kind === "command") return port === own ? 0 : port;
	const way = wayOfRule(rule);
	const needsOne =
		match.protocol !== "fwmark" &&
		asksByUdp(kind) !== (match.protocol === "udp");
	if (way.rewrites && rule.port !== 0) {
		if (port !== rule.port)
			// the service's own port is used for that of the real server
			return port === own
				? `by ${forwardings.nat.words} a check that names the service's port, ${own}, reaches ${rule.port}, and cannot ask ${port}; let a program of yours ask it: check: { command: "/usr/local/bin/check-site" }`
				: port;
		return needsOne ? port : 0;
	}
	return port === own && !needsOne ? 0 : port;
}
