import { UnreachableError } from "../errors.ts";

interface Explanation {
	readonly saw: string;
	readonly advice: string;
	/** Whether the same attempt may succeed a little later, e.g. because the host is booting. */
	readonly passing: boolean;
}

const booting = "wait for it to boot";

/** Errno of a failed attempt to connect -> what it means here. Codes: connect(2), getaddrinfo(3). */
const explanations: Readonly<Record<string, Explanation>> = {
	ECONNREFUSED: {
		saw: "the host answers, but nothing listens on this port (ECONNREFUSED)",
		advice: `Is sshd running and is this its port? If the host has just started, ${booting}.`,
		passing: true,
	},
	EHOSTUNREACH: {
		saw: "no machine answers at this address (EHOSTUNREACH)",
		advice: `Is the host switched on, and is the address right? If it has just started, ${booting}.`,
		passing: true,
	},
	ENETUNREACH: {
		saw: "there is no route to this address (ENETUNREACH)",
		advice:
			"Check the network of the machine where Pulumi runs, or reach the host through a jump host.",
		passing: true,
	},
	ETIMEDOUT: {
		saw: "no answer (ETIMEDOUT)",
		advice:
			"Is the host switched on, and does a firewall drop the packets? Check address and port.",
		passing: true,
	},
	ENOTFOUND: {
		saw: "this name has no address (ENOTFOUND)",
		advice: "Check the spelling of the name, or write the IPv4 address.",
		passing: false,
	},
	EAI_AGAIN: {
		saw: "the name server does not answer (EAI_AGAIN)",
		advice:
			"Check the DNS of the machine where Pulumi runs, or write the IPv4 address.",
		passing: true,
	},
	EACCES: {
		saw: "this machine does not allow the connection (EACCES)",
		advice: "Check the firewall of the machine where Pulumi runs.",
		passing: false,
	},
	ECONNRESET: {
		saw: "the host closed the connection during the SSH handshake",
		advice:
			"Is it sshd that listens here? It may be starting, or refusing us (MaxStartups, PerSourcePenalties, hosts.deny): see its log on the host.",
		passing: true,
	},
	JUMP_REFUSED: {
		saw: "the jump host found nothing that listens at this address and port",
		advice:
			"Is the host switched on, does sshd listen there, and are address and port right as seen from the jump host?",
		passing: true,
	},
	HANDSHAKE_TIMEOUT: {
		saw: "the host accepted the connection, but did not complete the SSH handshake in time",
		advice:
			"Is it an SSH server that listens on this port? If the host is very busy or just booting, try again.",
		passing: true,
	},
};

const others: Explanation = {
	saw: "the connection failed",
	advice: "Check address, port and the network between.",
	passing: true,
};

/** What an error code means here, in a few words. */
export function sawWith(code: string): string {
	return explanations[code]?.saw ?? `${others.saw} (${code})`;
}

/** Whether the same attempt may succeed later, after this error code. */
export function mayPass(code: string): boolean {
	return (explanations[code] ?? others).passing;
}

/** The error for a host that could not be connected to, in `attempts` within `seconds`. */
export function unreachable(options: {
	readonly host: string;
	/** An errno code, or one of our own in the table above. */
	readonly code: string;
	readonly attempts: number;
	readonly seconds: number;
}): UnreachableError {
	const { host, code, attempts, seconds } = options;
	const { advice } = explanations[code] ?? others;
	const tried =
		attempts === 1
			? ""
			: `, after ${attempts} attempts in ${Math.round(seconds)} s`;
	return new UnreachableError({
		host,
		doing: "connect",
		saw: `${sawWith(code)}${tried}`,
		advice,
		beforeAnythingRan: true,
	});
}
