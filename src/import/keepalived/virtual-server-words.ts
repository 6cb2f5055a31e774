import { noScripts } from "../configuration/reasons.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The checks that keepalived has. */
export const checkKeywords = [
	...["TCP_CHECK", "HTTP_GET", "SSL_GET", "DNS_CHECK", "UDP_CHECK"],
	...["MISC_CHECK", "SMTP_CHECK", "PING_CHECK", "BFD_CHECK", "FILE_CHECK"],
] as const;

/** Settings of checks, which a virtual_server and a real_server may have for all their checks. */
export const checkSettings = [
	...["delay_loop", "retry", "delay_before_retry", "connect_timeout"],
	...["virtualhost", "alpha", "inhibit_on_failure"],
];

const ofBoth = ["warmup", "smtp_alert", "snmp_name"];

export const virtualServerWords: Vocabulary = {
	of: "a virtual_server",
	read: [
		...["protocol", "lb_algo", "lvs_sched", "lb_kind", "lvs_method"],
		...["persistence_timeout", "persistence_granularity", "weight"],
		...["persistence_engine", "ip_family", "ops", "sh-port", "sh-fallback"],
		...["mh-port", "mh-fallback", "flag-1", "flag-2", "flag-3"],
		...["quorum", "hysteresis", "sorry_server", "sorry_server_lvs_method"],
		...["real_server", ...checkSettings],
	],
	meaningless: [
		...ofBoth,
		...["ha_suspend", "omega", "hashed", "sorry_server_inhibit"],
		// words of versions before 2, which do nothing
		...["nat_mask", "net_mask", "log_all_failures"],
	],
	refused: { quorum_up: noScripts, quorum_down: noScripts },
	blocks: ["real_server"],
};

export const realServerWords: Vocabulary = {
	of: "a real_server",
	read: [
		...["weight", "lvs_method", "uthreshold", "lthreshold"],
		...checkSettings,
		...checkKeywords,
		...["notify_up", "notify_down"],
	],
	meaningless: [...ofBoth, "log_all_failures"],
	refused: {},
	blocks: checkKeywords,
};
