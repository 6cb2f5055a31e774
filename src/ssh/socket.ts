import { connect, type Socket } from "node:net";

/**
 * A TCP connection without Nagle's delay: SSH sends many small packets, and each would wait for the last one's
 * acknowledgement (40 ms each on a host that delays them).
 *
 * @throws the errno error of the attempt, or one with code ETIMEDOUT after `seconds`; the signal's reason when aborted.
 */
export function openSocket(options: {
	readonly address: string;
	readonly port: number;
	readonly seconds: number;
	readonly signal: AbortSignal;
}): Promise<Socket> {
	const { address, port, seconds, signal } = options;
	return new Promise((resolve, reject) => {
		const socket = connect({
			host: address,
			port,
			noDelay: true,
			// Node's 250 ms per address of a name is less than a far host's round trip.
			autoSelectFamilyAttemptTimeout: 3000,
		});
		const settle = (error?: unknown) => {
			clearTimeout(timer);
			signal.removeEventListener("abort", onAbort);
			socket.off("error", settle);
			if (error === undefined) {
				resolve(socket);
				return;
			}
			socket.destroy();
			reject(error);
		};
		const onAbort = () => settle(signal.reason);
		const timer = setTimeout(() => {
			settle(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" }));
		}, seconds * 1000);
		socket.once("connect", () => settle());
		socket.once("error", settle);
		if (signal.aborted) onAbort();
		else signal.addEventListener("abort", onAbort, { once: true });
	});
}
