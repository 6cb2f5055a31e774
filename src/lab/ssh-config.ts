/** The text of a known_hosts file (sshd(8)) that accepts only these host keys. */
export function knownHosts(
	machines: readonly { port: number; hostKey: string }[],
): string {
	return machines
		.map(
			({ port, hostKey }) =>
				`[127.0.0.1]:${port} ${hostKey.trim().split(" ").slice(0, 2).join(" ")}\n`,
		)
		.join("");
}

/** The text of an ssh_config(5) that makes `ssh -F FILE MACHINE` work. It accepts only the pinned keys and uses nothing of the user's own configuration. */
export function sshConfig(
	machines: readonly { name: string; port: number }[],
	files: { privateKeyFile: string; knownHosts: string },
): string {
	const common = `Host *
  HostName 127.0.0.1
  User root
  IdentityFile "${files.privateKeyFile}"
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile "${files.knownHosts}"
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  UpdateHostKeys no
  HostKeyAlgorithms ssh-ed25519
  KexAlgorithms curve25519-sha256
  ConnectTimeout 60
  LogLevel ERROR
`;
	return (
		machines
			.map(({ name, port }) => `Host ${name}\n  Port ${port}\n`)
			.join("") + common
	);
}
