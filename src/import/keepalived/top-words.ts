import type { Vocabulary } from "./vocabulary.ts";
import { tellExample } from "./vrrp/instance-words.ts";

/** The names that a `track_...` of an instance may have, see trackWords. */
export const trackedWords = [
	...["vrrp_script", "vrrp_track_process", "track_file", "vrrp_track_file"],
	"bfd_instance",
];

const noPipe = `changes are told to a program that is called, not to a pipe; write one that takes active, standby or fault: ${tellExample}`;

/** The blocks that are read. Each has one name, or an address and a port. */
const topBlocks = [
	...["virtual_server", "virtual_server_group", "vrrp_instance"],
	...["vrrp_sync_group", "global_defs", ...trackedWords],
];

/** The words that may be outside of every block. */
export const topWords: Vocabulary = {
	of: "a keepalived.conf",
	read: topBlocks,
	blocks: [
		...topBlocks,
		...["garp_group", "track_group", "linkbeat_interfaces"],
		"interface_up_down_delays",
	],
	names: Object.fromEntries(topBlocks.map((word) => [word, 2])),
	meaningless: [
		...["linkbeat_use_polling", "child_wait_time", "use_pid_dir", "instance"],
		...["garp_group", "track_group", "linkbeat_interfaces"],
		...["interface_up_down_delays", "namespace_with_ipsets"],
	],
	refused: {
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
	read: ["script_user", "lvs_timeouts", "lvs_sync_daemon"],
	blocks: ["notification_email"],
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
		startup_script: "no program is run when a director starts",
		shutdown_script: "no program is run when a director stops",
		notify_fifo: noPipe,
		notify_fifo_script: noPipe,
		vrrp_notify_fifo: noPipe,
		vrrp_notify_fifo_script: noPipe,
		lvs_notify_fifo:
			"no program is called with the results of checks; `lvsctl status` shows them",
		lvs_notify_fifo_script:
			"no program is called with the results of checks; `lvsctl status` shows them",
		net_namespace:
			"a table in a network namespace cannot be declared; the services are declared for the host itself",
	},
};
