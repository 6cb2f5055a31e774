import { listensFor } from "../host/socket-address.ts";
import { forwardings } from "../ipvs/forwarding.ts";
import { defaults } from "../model/defaults.ts";
import { answers, type Course } from "./course.ts";
import type { Evidence, Socket } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { before, type Packet, reached } from "./packet.ts";
import { socketWords } from "./socket-words.ts";
import type { TargetServer } from "./target.ts";

/** The socket: whether anything listens at the packet's destination, and whether it takes the packet. */
export function judgeListener(
	course: Course,
	realServer: Evidence,
	{ forwarding, address, port }: TargetServer,
	came: readonly Packet[] | undefined,
): Cause | undefined {
	const { target, result } = course;
	if (result?.connected) return undefined;
	const { name } = realServer;
	const { rewrites: rewritten } = forwardings[forwarding];
	const wanted = rewritten ? address : target.vip;
	const { protocol } = target;
	const here = realServer.sockets.filter(
		(socket) => socket.protocol === protocol && socket.port === port,
	);
	const fits = here.filter((socket) => listensFor(socket.address, wanted));
	const refused = answers(course, realServer)?.some((packet) =>
		before(packet)?.flags.includes("rst"),
	);
	const what = rewritten || realServer.name === wanted ? wanted : "the VIP";
	const rs = (cause: string, wayOut: string): Cause => ({
		host: name,
		hop: name,
		cause,
		wayOut,
	});
	if (fits.length === 0) {
		const only = here.map((socket) => `${socketWords(socket)}:${port}`);
		if (only.length > 0)
			return rs(
				`listens on ${only.join(", ")}, not on ${rewritten ? wanted : `the VIP (${wanted}:${port})`}`,
				`Let the server on ${name} listen on all addresses or on ${wanted} too.`,
			);
		return rs(
			`no listener on ${rewritten ? `${wanted}:${port}` : `VIP:${port} (${wanted}:${port}, ${protocol})`}${othersOf(realServer, protocol, port, rewritten, target.director.name)}`,
			`Start the server on ${name}, and let it listen on port ${port}.`,
		);
	}
	if (refused && fits.every(({ family }) => family === 6))
		return rs(
			`listens on port ${port} of IPv6 alone (bindv6only), and refuses IPv4`,
			`Let the server on ${name} listen on 0.0.0.0:${port} too.`,
		);
	if (refused)
		return rs(
			`refuses the connection to ${wanted}:${port} (RST), although something listens there`,
			`Ask the server's own log on ${name}.`,
		);
	const delivered = came?.some((packet) => reached(packet, "delivered"));
	const answered = answers(course, realServer)?.length;
	if (!delivered || answered === undefined || answered > 0) return undefined;
	const full = fits.some(({ waiting }) => waiting > 0);
	const grown = realServer.grown.TcpExtListenOverflows ?? 0;
	if (protocol === "tcp" && (full || grown > 0))
		return rs(
			`the queue of its listener on ${what}:${port} is full: ${waitingIn(fits)} connections wait to be accepted, and new ones are dropped`,
			`The server on ${name} accepts too slowly or not at all: look at its workers, or restart it.`,
		);
	return undefined;
}

function waitingIn(sockets: readonly Socket[]): number {
	return sockets.reduce((sum, { waiting }) => sum + waiting, 0);
}

/** A place where a similar server listens: `8080 has one; lb maps no ports`. */
function othersOf(
	{ sockets }: Evidence,
	protocol: string,
	port: number,
	rewritten: boolean,
	director: string,
): string {
	const ports = [
		...new Set(
			sockets
				.filter(
					(socket) =>
						socket.protocol === protocol &&
						socket.port !== defaults.sshPort &&
						!socketWords(socket).startsWith("127."),
				)
				.map((socket) => socket.port),
		),
	].sort((one, other) => one - other);
	if (ports.length === 0) return "";
	const have = ports.length === 1 ? "has one" : "have one";
	return `; ${ports.join(", ")} ${have}, and ${
		rewritten
			? `${director} sends to ${port}`
			: `${director} maps no ports with this forwarding`
	}`;
}
