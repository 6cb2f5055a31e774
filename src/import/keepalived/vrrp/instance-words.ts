import type { Vocabulary } from "../vocabulary.ts";

/** How the program is declared that is called when the VIP moves. */
export const tellExample = 'failover: { tell: "/usr/local/sbin/move-vip" }';

/** Programs that keepalived runs when a director gets or loses its addresses, in its order. */
export const hookWords = [
	"notify_master",
	"notify_backup",
	"notify_fault",
	"notify",
] as const;

/** Other things that decide which director has the VIP. They are reported where something is tracked. */
export const trackWords = [
	"track_script",
	"track_process",
	"track_file",
	"track_bfd",
] as const;

const noStop =
	"no program is surely told that a director stops, as it may be ended too; the director that takes over tells `active` to its own";

/** The kernels of several directors tell each other of their connections anyway. The second word is the spelling of old manuals. */
export const syncWords = [
	"lvs_sync_daemon_interface",
	"lvs_sync_daemon_inteface",
];

export const instanceWords: Vocabulary = {
	of: "a vrrp_instance",
	read: [
		...["state", "interface", "virtual_router_id", "priority", "advert_int"],
		...["authentication", "preempt", "nopreempt", "preempt_delay"],
		...["mcast_src_ip", "unicast_src_ip", "unicast_peer", "track_interface"],
		...["dont_track_primary", "use_vmac", "use_ipvlan", "down_timer_adverts"],
		...["virtual_ipaddress", "virtual_ipaddress_excluded"],
		...trackWords,
		...hookWords,
		...syncWords,
	],
	meaningless: [
		...["version", "mcast_dst_ip", "unicast_ttl", "unicast_fault_no_peer"],
		...["check_unicast_src", "old_unicast_checksum", "track_src_ip", "accept"],
		...["use_vmac_addr", "vmac_xmit_base", "vmac_garp_intvl", "no_accept"],
		...["skip_check_adv_addr", "strict_mode", "promote_secondaries", "debug"],
		...["linkbeat_use_polling", "v3_checksum_as_v2", "kernel_rx_buf_size"],
		...["timer_expired_backup", "thread_timer_expired", "native_ipv6"],
		...["lower_prio_no_advert", "higher_prio_send_advert", "smtp_alert"],
		...["owner_ignore_adverts", "no_virtual_ipaddress", /^garp_/],
		"notify_priority_changes",
	],
	refused: {
		notify_stop: noStop,
		notify_deleted:
			"no program is told that a vrrp_instance is taken out; `lvsctl status` says which director has the VIP",
		notify_master_rx_lower_pri:
			"no program is told that another director wants the VIP with a lower priority; `lvsctl status` says where two have it",
		vrf: "an address in a VRF cannot be declared",
		virtual_routes: "routes of a director are no part of a declaration",
		virtual_rules: "routing rules of a director are no part of a declaration",
	},
	blocks: [
		...["authentication", "unicast_peer", "track_interface"],
		...["virtual_ipaddress", "virtual_ipaddress_excluded", ...trackWords],
	],
};

export const syncGroupWords: Vocabulary = {
	of: "a vrrp_sync_group",
	read: ["group", "track_interface", ...trackWords, ...hookWords],
	meaningless: [
		...["smtp_alert", "global_tracking", "sync_group_tracking_weight"],
		"notify_priority_changes",
	],
	refused: { notify_stop: noStop },
	blocks: ["group", "track_interface", ...trackWords],
};
