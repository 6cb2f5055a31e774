import type { HostConnection } from "../model/host.ts";

/** A connection as it is dialled: with what ssh_config adds that a declaration cannot say. */
export interface Dialled extends HostConnection {
	/** The agent, as IdentityAgent of ssh_config(5) has it: the path of a socket, "none", or the name of a variable after "$". */
	readonly identityAgent?: string;
	/** Files with host keys. A file that is not there counts as empty, as for ssh. */
	readonly knownHostsFiles?: readonly string[];
	/** The name under which the host's key is filed, where that is not its address. */
	readonly hostKeyAlias?: string;
}
