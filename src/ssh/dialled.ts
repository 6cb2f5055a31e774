import type { HostConnection } from "../model/host.ts";

/** A connection as it is dialled: with settings from ssh_config that a declaration does not have. */
export interface Dialled extends HostConnection {
	/** The agent, in the form of IdentityAgent in ssh_config(5): the path of a socket, "none", or the name of a variable after "$". */
	readonly identityAgent?: string;
	/** Files with host keys. A file that does not exist counts as empty, as for ssh. */
	readonly knownHostsFiles?: readonly string[];
	/** A certificate for the login, as ssh_config names it. It is not used: an error of the login tells it. */
	readonly certificateFile?: string;
	/** The name under which the host's key is filed, if it is not the host's address. */
	readonly hostKeyAlias?: string;
}
