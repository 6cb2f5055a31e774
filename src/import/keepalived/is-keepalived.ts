import { decomment } from "./decomment.ts";
import { definitionIn } from "./definitions.ts";

/** How keepalived.conf is recognised: a block of it, or nothing but other files that it includes. */
const block =
	/^\s*(virtual_server|virtual_server_group|vrrp_instance|vrrp_sync_group|vrrp_script|vrrp_track_process|global_defs)\b/m;
// web servers end theirs with a semicolon
const include = /^include[rmwba]?\s+\S*[^\s;]$/;

/** Whether a text that has no rules is a keepalived.conf. */
export function isKeepalived(text: string): boolean {
	if (block.test(text)) return true;
	const lines = text
		.split("\n")
		.map(decomment)
		.filter((line) => line !== "" && definitionIn(line) === undefined);
	return lines.length > 0 && lines.every((line) => include.test(line));
}
