import { EventEmitter, once } from "node:events";
import { LabError } from "../errors.ts";
import { connectSocket, readLines } from "./socket.ts";

/** A connection to the agent in a machine, which listens on the second serial line: tools/lab-image/guest/usr/local/sbin/lab-agent. */
export interface Agent {
	send(line: string): void;
	/** Resolves when this line arrives. A line that came before the call counts too, once. */
	hear(line: string, timeoutSeconds: number): Promise<void>;
	close(): void;
}

/** The values that make a clone a machine of its own. */
export interface Identity {
	readonly hostname: string;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Fresh random bytes, for the machine's random generator and its machine-id. */
	readonly seed: Uint8Array;
	/** The private host key, in OpenSSH's format. */
	readonly hostKey: Uint8Array;
	readonly cards: readonly {
		readonly device: string;
		readonly mac: string;
		/** Address and prefix length. */
		readonly cidr: string;
	}[];
}

/** The line that gives a clone its identity. The agent answers `done HOSTNAME`. */
export function identityLine(identity: Identity): string {
	const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
	return [
		"identity",
		identity.hostname,
		(identity.now / 1000).toFixed(3),
		hex(identity.seed),
		hex(identity.hostKey),
		...identity.cards.map(({ device, mac, cidr }) =>
			[device, mac, cidr].join("="),
		),
	].join(" ");
}

/** Opens the serial line of a machine. Its agent may have said `ready` before anyone listened, so ask with `ping`. */
export async function openAgent(
	path: string,
	timeoutSeconds = 10,
): Promise<Agent> {
	const socket = await connectSocket(path, timeoutSeconds);
	const heard: string[] = [];
	const news = new EventEmitter();
	const tell = () => news.emit("news");
	readLines(socket, (line) => {
		heard.push(line);
		tell();
	});
	socket.on("error", tell).on("close", tell);
	return {
		send: (line) => void socket.write(`${line}\n`),
		async hear(line, timeoutSeconds) {
			const signal = AbortSignal.timeout(timeoutSeconds * 1000);
			for (;;) {
				const at = heard.indexOf(line);
				if (at >= 0) {
					heard.splice(0, at + 1);
					return;
				}
				if (socket.destroyed || signal.aborted)
					throw new LabError(
						`${path}: ${socket.destroyed ? "the machine went away" : `not heard within ${timeoutSeconds} s`} while waiting for "${line}"`,
					);
				await once(news, "news", { signal }).catch(() => {});
			}
		},
		close: () => socket.destroy(),
	};
}
