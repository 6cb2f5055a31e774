import type { Forwarding } from "../../ipvs/forwarding.ts";

/** What the command line says of a new project. What it does not say is undefined. */
export interface Flags {
	readonly director?: string;
	readonly realServer?: readonly string[];
	readonly vip?: string;
	readonly forwarding: Forwarding;
	readonly port?: readonly string[];
	readonly from?: string;
	readonly address?: readonly string[];
	readonly user?: string;
	readonly identity?: string;
	readonly jump?: string;
	readonly knownHosts?: string;
	readonly page?: boolean;
	readonly acceptHostKeys?: boolean;
	readonly package?: string;
	readonly yes?: boolean;
}

/** One thing that must be known, and is not. */
export interface Missing {
	readonly flag: "director" | "realServer" | "vip";
	/** As it is written on a command line. */
	readonly written: string;
	readonly question: string;
	readonly example: string;
}

/** What a project cannot be written without. */
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

/** Whether rules come from a host, and not from a file. */
export function isDirector(from: string): boolean {
	return /^[^/@\s]+@[^/@\s]+$/.test(from);
}
