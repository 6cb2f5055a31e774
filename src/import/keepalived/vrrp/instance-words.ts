import type { Vocabulary } from "../sort-out.ts";

/** What is said of every program that keepalived runs when a director gets or loses its VIP. */
export const noHook =
	"no program is run when a director gets or loses its VIP; `lvsctl status` says which one has it";

/** What decides beside the directors themselves which of them has the VIP. It is told where something is tracked. */
export const trackWords = [
	"track_script",
	"track_process",
	"track_file",
	"track_bfd",
] as const;

const hooks = {
	notify: noHook,
	notify_master: noHook,
	notify_backup: noHook,
	notify_fault: noHook,
	notify_stop: noHook,
};

/** The kernels of several directors tell each other of their connections anyway. The second one is how old manuals spell it. */
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
		...hooks,
		notify_deleted: noHook,
		notify_master_rx_lower_pri: noHook,
		vrf: "an address in a VRF cannot be declared",
		virtual_routes: "routes of a director are no part of a declaration",
		virtual_rules: "routing rules of a director are no part of a declaration",
	},
};

export const syncGroupWords: Vocabulary = {
	of: "a vrrp_sync_group",
	read: ["group", "track_interface", ...trackWords],
	meaningless: [
		...["smtp_alert", "global_tracking", "sync_group_tracking_weight"],
		"notify_priority_changes",
	],
	refused: hooks,
};
