/** Commands that stand in scripts beside the rules, and change none of them. */
const known = new Set([
	...["echo", "printf", "cat", "logger", "tee", "true", "false", ":"],
	...["test", "exit", "return", "shift", "sleep", "wait", "trap"],
	...["cd", "umask", "ulimit", "source", ".", "set", "ipvsadm-save"],
	...["touch", "rm", "mkdir", "cp", "mv", "ln", "chmod", "chown"],
	...["ifconfig", "route", "ip", "arp", "arping", "ping", "ethtool", "ifup"],
	...["ifdown", "sysctl", "modprobe", "lsmod", "depmod"],
	...["iptables", "ip6tables", "iptables-restore", "iptables-save", "nft"],
	...["arptables", "ebtables", "tc", "systemctl", "service", "chkconfig"],
	...["grep", "egrep", "awk", "sed", "head", "tail", "ps", "pidof", "date"],
	...["yum", "dnf", "apt", "apt-get", "success", "failure", "action"],
]);

const launchers = /^(sudo|doas|command|nohup)$/;

/** The name of a command that is known, and adds no rule. Undefined: it is not known what it does. */
export function ordinaryCommand(
	words: readonly (string | undefined)[],
): string | undefined {
	const [first, ...rest] = words;
	if (first === undefined) return undefined;
	const name = first.replace(/^.*\/(?=.)/, "");
	if (launchers.test(name))
		return ordinaryCommand(
			rest.slice(
				Math.max(
					0,
					rest.findIndex((word) => !word?.startsWith("-")),
				),
			),
		);
	if (name === "[" || name === "[[")
		return rest.at(-1) === name.replaceAll("[", "]") ? name : undefined;
	// a sign that slipped into a rule is no command
	if (/^[:.]$/.test(name) && rest.some((word) => word?.startsWith("-")))
		return undefined;
	return known.has(name) ? name : undefined;
}
