import { once } from "node:events";
import { connect, type Socket } from "node:net";

/**
 * Opens a TCP connection without Nagle's delay: SSH sends many small packets, and each would wait for the last one's
 * acknowledgement (40 ms each on a host that delays them).
 *
 * @throws the errno error of the attempt; an error with code ETIMEDOUT after `seconds`; the signal's reason when aborted.
 */
export async function openSocket(options: {
	readonly address: string;
	readonly port: number;
	readonly seconds: number;
	readonly signal: AbortSignal;
}): Promise<Socket> {
	const { address, port, seconds, signal } = options;
	const late = AbortSignal.timeout(Math.ceil(seconds * 1000));
	const socket = connect({
		host: address,
		port,
		noDelay: true,
		// Node's default of 250 ms for each address of a name is less than a round trip to a far host
		autoSelectFamilyAttemptTimeout: 3000,
	});
	try {
		await once(socket, "connect", { signal: AbortSignal.any([signal, late]) });
		return socket;
	} catch (error) {
		socket.destroy();
		signal.throwIfAborted();
		throw late.aborted
			? Object.assign(new Error("timed out"), { code: "ETIMEDOUT" })
			: error;
	}
}
