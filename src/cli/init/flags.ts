import type { Forwarding } from "../../ipvs/forwarding.ts";

/** The options of a new project on the command line. An option that was not given is undefined. */
export interface Flags {
	/** `[name=][user@]host[:port]`, as each of `realServer` too. */
	readonly director?: string;
	readonly realServer?: readonly string[];
	readonly vip?: string;
	/** A machine from which a smoke test asks the VIP. Undefined: none. */
	readonly client?: string;
	/** Default "dr". */
	readonly forwarding: Forwarding;
	/** Each like `80` or `53/udp`. Default: 80. */
	readonly port?: readonly string[];
	/** A director as `user@host[:port]`, or a file: of rules, a keepalived.conf or a ldirectord.cf. Services and real servers then come from there. */
	readonly from?: string;
	/** Each `NAME=ADDRESS`, for a host that has several. */
	readonly address?: readonly string[];
	/** Where a host names none. Default: root. */
	readonly user?: string;
	/** Path of a private key. Default: see `chooseLogin`. */
	readonly identity?: string;
	/** `[user@]host[:port]`. */
	readonly jump?: string;
	/** Path. Default: `~/.ssh/known_hosts`. */
	readonly knownHosts?: string;
	/** Default: the user is asked on a terminal, else false. */
	readonly page?: boolean;
	readonly acceptHostKeys?: boolean;
	/** Path of a packed pulumi-lvs, in place of npm's. */
	readonly package?: string;
	/** Nothing is asked, and host keys are accepted. */
	readonly yes?: boolean;
}

/** A value that is needed, and that is missing. */
export interface Missing {
	readonly flag: "director" | "realServer" | "vip" | "client";
	/** As it is written on a command line. */
	readonly written: string;
	readonly question: string;
	readonly example: string;
	/** Whether an empty answer is allowed. It is asked only if others are. */
	readonly optional?: true;
}

/** The values without which a project cannot be written. */
export function missing(flags: Flags): Missing[] {
	const reads = flags.from !== undefined;
	const wanted: Missing[] = [
		{
			flag: "director",
			written: "--director [user@]host[:port]",
			question: "How is the director reached?",
			example: "root@192.0.2.66",
		},
		{
			flag: "realServer",
			written: "--real-server [user@]host[:port]",
			question: "How are the real servers reached? (separated by blanks)",
			example: "root@192.0.2.67 root@192.0.2.68",
		},
		{
			flag: "vip",
			written: "--vip ADDRESS",
			question: "The VIP, the address that clients will connect to?",
			example: "192.0.2.70",
		},
	];
	return wanted.filter(
		({ flag }) =>
			flags[flag] === undefined &&
			// rules name the VIP, and the real servers by their addresses
			!(reads && (flag !== "director" || isDirector(flags.from ?? ""))),
	);
}

/** The further question, if questions are asked. */
export function optional({ client }: Flags): Missing[] {
	return client === undefined
		? [
				{
					flag: "client",
					written: "--client [user@]host[:port]",
					question:
						"A machine from which a smoke test may ask the VIP? (none: leave it empty)",
					example: "root@192.0.2.10",
					optional: true,
				},
			]
		: [];
}

/** Whether rules come from a host, and not from a file. */
export function isDirector(from: string): boolean {
	return /^[^/@\s]+@[^/@\s]+$/.test(from);
}
