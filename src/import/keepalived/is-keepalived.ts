/** How keepalived.conf is recognised: a block of it, or nothing but other files that it includes. */
const block =
	/^\s*(virtual_server|virtual_server_group|vrrp_instance|vrrp_sync_group|vrrp_script|vrrp_track_process|global_defs)\b/m;
const includes = /^\s*include[rmwba]?\s+\S+\s*$/m;

/** Whether a text that has no rules is a keepalived.conf. */
export function isKeepalived(text: string): boolean {
	return block.test(text) || includes.test(text);
}
