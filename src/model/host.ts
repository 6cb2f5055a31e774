/**
 * How we reach a host, and how we know that it is the right one.
 *
 * Exactly one of `privateKey`, `privateKeyFile`, `agent` proves who we are (default: the agent of `SSH_AUTH_SOCK`);
 * exactly one of `hostKey`, `knownHosts` proves who the host is (default: `~/.ssh/known_hosts`).
 */
export interface HostConnection {
	/** IPv4 address or name that the SSH connection goes to. With `sshConfig`: a name as `ssh NAME` takes it, also an alias. */
	readonly address: string;
	/**
	 * Whether the configuration of OpenSSH for this name is used (`true`: as for `ssh NAME`; or the path of a file): HostName, Port, User, IdentityFile,
	 * ProxyJump, UserKnownHostsFile, HostKeyAlias, IdentityAgent. Options that you write here win. `ssh -G NAME` shows the configuration; it is read where the
	 * program runs. Of several key files the first that exists and needs no passphrase is used, else the agent.
	 */
	readonly sshConfig?: boolean | string;
	/** TCP port of sshd. Default 22. */
	readonly port?: number;
	/** Login name. Default "root". */
	readonly user?: string;
	/** Run commands through `sudo -n`. Default: true unless `user` is `root`. */
	readonly sudo?: boolean;
	/** Private key, as text. Kept as a Pulumi secret. */
	readonly privateKey?: string;
	/**
	 * Path of a private key file, read where the program runs; `~/` is the home of the user who runs it. Refused if there is no such file, unless the path comes
	 * from the resource that makes it.
	 */
	readonly privateKeyFile?: string;
	/** Use the SSH agent of `SSH_AUTH_SOCK`. */
	readonly agent?: boolean;
	/** The host's public key as in a `.pub` file: `ssh-ed25519 AAAA…`. Another key means another machine. */
	readonly hostKey?: string;
	/** Path of a known_hosts file that holds the host's key. As for `privateKeyFile`. */
	readonly knownHosts?: string;
	/**
	 * How many seconds we try to reach the host before it counts as away, e.g. 60, or 2.5. From 1 to 3600. Default: 30 for a change, long enough for a host that
	 * boots; 10 for `lvsctl status`.
	 */
	readonly connectSeconds?: number;
	/** The jump host through which we reach this host. */
	readonly jump?: HostConnection;
}
