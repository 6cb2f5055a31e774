import type { Vocabulary } from "./sort-out.ts";

/** Why the programs of VRRP are not declared. */
const onlyOne =
	"it decides which of several directors has the VIP, and several are not supported yet";
const noHook = "no program is run when a director gets or loses its VIP";

/** What a `vrrp_instance` says of the pair of directors; the line of the instance stands for all of it. */
const ofThePair = [
	...["state", "interface", "virtual_router_id", "priority", "advert_int"],
	...["authentication", "preempt", "nopreempt", "preempt_delay", "version"],
	...["mcast_src_ip", "mcast_dst_ip", "unicast_src_ip", "unicast_peer"],
	...["unicast_ttl", "unicast_fault_no_peer", "check_unicast_src"],
	...["old_unicast_checksum", "track_src_ip", "track_interface"],
	...["dont_track_primary", "native_ipv6", "use_vmac", "use_vmac_addr"],
	...["vmac_xmit_base", "use_ipvlan", "vrf", "accept", "no_accept", "debug"],
	...["skip_check_adv_addr", "strict_mode", "promote_secondaries"],
	...["linkbeat_use_polling", "v3_checksum_as_v2", "kernel_rx_buf_size"],
	...["down_timer_adverts", "timer_expired_backup", "thread_timer_expired"],
	...["lower_prio_no_advert", "higher_prio_send_advert"],
	...["owner_ignore_adverts", "no_virtual_ipaddress", "vmac_garp_intvl"],
];

export const vrrpInstanceWords: Vocabulary = {
	of: "a vrrp_instance",
	read: [...ofThePair, "virtual_ipaddress", "virtual_ipaddress_excluded"],
	meaningless: ["smtp_alert", /^garp_/, "notify_priority_changes"],
	refused: {
		lvs_sync_daemon_interface:
			"the daemon that copies connections to another director is not supported yet",
		track_script: onlyOne,
		track_process: onlyOne,
		track_file: onlyOne,
		track_bfd: onlyOne,
		virtual_routes: "routes of a director are no part of a declaration",
		virtual_rules: "routing rules of a director are no part of a declaration",
		notify: noHook,
		notify_master: noHook,
		notify_backup: noHook,
		notify_fault: noHook,
		notify_stop: noHook,
		notify_deleted: noHook,
		notify_master_rx_lower_pri: noHook,
	},
};

/** What may stand outside of every block. */
export const topWords: Vocabulary = {
	of: "a keepalived.conf",
	read: [
		...["virtual_server", "virtual_server_group", "vrrp_instance"],
		"global_defs",
	],
	meaningless: [
		...["linkbeat_use_polling", "child_wait_time", "use_pid_dir", "instance"],
		...["garp_group", "track_group", "linkbeat_interfaces"],
		...["interface_up_down_delays", "namespace_with_ipsets"],
	],
	refused: {
		vrrp_sync_group:
			"it moves addresses together from one director to another, and several directors are not supported yet",
		vrrp_script: onlyOne,
		vrrp_track_process: onlyOne,
		track_file: onlyOne,
		vrrp_track_file: onlyOne,
		bfd_instance: onlyOne,
		static_ipaddress:
			"addresses of the director itself are no part of a declaration; give them to the network configuration of the host",
		static_routes:
			"routes of the director are no part of a declaration; give them to the network configuration of the host",
		static_rules:
			"routing rules of the director are no part of a declaration; give them to the network configuration of the host",
		SSL: "a check by https shows no certificate and verifies none",
		net_namespace:
			"a table in a network namespace cannot be declared; the services are declared for the host itself",
		net_namespace_ipvs:
			"a table in a network namespace cannot be declared; the services are declared for the host itself",
	},
};

export const globalWords: Vocabulary = {
	of: "global_defs",
	read: ["script_user", "lvs_timeouts"],
	meaningless: [
		...["notification_email", "notification_email_from", "router_id", "lvs_id"],
		...["enable_script_security", "lvs_flush", "lvs_flush_on_stop"],
		...["lvs_flush_onstop", "default_interface", "dynamic_interfaces"],
		...["process_names", "process_name", "use_symlink_paths", "umask"],
		...["set_supplementary_groups", "no_email_faults", "no_checker_emails"],
		...["max_auto_priority", "min_auto_priority_delay", "random_seed"],
		...["log_unknown_vrids", "disable_local_igmp", "linkbeat_use_polling"],
		...["config_save_dir", "tmp_config_directory", "use_pid_dir"],
		...["instance", "include_check", "rs_init_notifies", "data_use_instance"],
		...["v3_checksum_as_v2", "fifo_write_vrrp_states_on_reload"],
		...["enable_traps", "json_version", "plugin_dir", "child_wait_time"],
		/^(vrrp|bfd|checker|smtp|snmp|enable_snmp|enable_dbus|dbus|reload)(_|$)/,
		/^(nftables|process_monitor|vmac|iproute|state_|stats_|json_)/,
		/^(lvs_netlink|lvs_process_name)/,
	],
	refused: {
		lvs_sync_daemon:
			"the daemon that copies connections to another director is not supported yet",
		startup_script: "no program is run when a director starts",
		shutdown_script: "no program is run when a director stops",
		notify_fifo: noHook,
		notify_fifo_script: noHook,
		vrrp_notify_fifo: noHook,
		vrrp_notify_fifo_script: noHook,
		lvs_notify_fifo:
			"no program is told what checks find; `lvsctl status` tells it",
		lvs_notify_fifo_script:
			"no program is told what checks find; `lvsctl status` tells it",
		net_namespace:
			"a table in a network namespace cannot be declared; the services are declared for the host itself",
	},
};
