import { placeOf } from "../../place-of.ts";
import type { Place } from "../../script/read-script.ts";
import type { Statement } from "../statement.ts";

/** The place where a keepalived.conf says that directors tell each other of connections, and on which link. */
export interface SyncLink extends Place {
	/** Undefined: it does not say so. */
	readonly link: string | undefined;
}

/** The link is the first word of `lvs_sync_daemon` and of `lvs_sync_daemon_interface`. */
export function syncLinkOf(statement: Statement): SyncLink {
	return { ...placeOf(statement), link: statement.values[0] };
}
