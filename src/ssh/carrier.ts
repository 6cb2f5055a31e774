import type { Duplex } from "node:stream";
import type { HostConnection } from "../model/host.ts";
import { sshPort } from "./host-label.ts";
import { DialFailure } from "./retry-dial.ts";
import { openSocket } from "./socket.ts";
import { wayError } from "./way-error.ts";

/** The stream that carries an SSH connection: a TCP socket, or a channel through a jump host. */
export interface Carrier {
	readonly stream: Duplex;
	/** While the carrier is held, the process does not end by itself; an idle connection must not keep it alive. A new carrier is held once. */
	hold(): void;
	release(): void;
}

/** The part of a jump host's session that we use. */
export interface JumpSession {
	readonly lost: boolean;
	forward(address: string, port: number): Promise<Duplex>;
	hold(): void;
	release(): void;
}

/**
 * Opens the way to a host: a TCP connection, or one that the jump host opens for us.
 *
 * @throws DialFailure where a later attempt may succeed; RemoteError where the jump host does not forward connections.
 */
export async function openCarrier(
	connection: HostConnection,
	jump: JumpSession | undefined,
	seconds: number,
	signal: AbortSignal,
): Promise<Carrier> {
	const { address } = connection;
	const port = sshPort(connection);
	if (jump === undefined) {
		const socket = await openSocket({ address, port, seconds, signal }).catch(
			(error: NodeJS.ErrnoException) => {
				throw new DialFailure(String(error.code), error);
			},
		);
		let holders = 1;
		const weigh = (change: number) => {
			holders += change;
			if (holders > 0) socket.ref();
			else socket.unref();
		};
		return {
			stream: socket,
			hold: () => weigh(1),
			release: () => weigh(-1),
		};
	}
	const stream = await jump
		.forward(address, port)
		.catch((error: Error & { reason?: unknown }) => {
			// RFC 4254, 5.1: 2 is "connect failed", as the jump host sees it. Any other reason stays the same at the next attempt.
			if (error.reason === 2) throw new DialFailure("JUMP_REFUSED", error);
			const fail = wayError(connection, "connect");
			throw jump.lost
				? fail(
						"the connection to the jump host was lost",
						"Is the jump host still up? Run the same again.",
					)
				: fail(
						`the jump host does not forward connections (${error.message})`,
						"On the jump host sshd must allow it: AllowTcpForwarding, PermitOpen, DisableForwarding in sshd_config.",
					);
		});
	jump.hold();
	return {
		stream,
		hold: () => jump.hold(),
		release: () => jump.release(),
	};
}
