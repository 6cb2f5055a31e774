import { EventEmitter, once } from "node:events";
import { LabError } from "../errors.ts";
import { connectSocket, readLines } from "./socket.ts";

/** An open connection to QEMU's monitor; one client at a time. */
export interface Qmp {
	/** Runs a monitor command and returns its `return` value. Throws {@link LabError} with QEMU's message. */
	execute(command: string, parameters?: object): Promise<unknown>;
	/** Resolves when QEMU reports this event after the call. */
	event(name: string, timeoutSeconds: number): Promise<void>;
	close(): void;
}

interface Message {
	event?: string;
	return?: unknown;
	error?: { class: string; desc: string };
}

/** Opens the QEMU monitor at this QMP socket (QEMU docs/interop/qmp-spec). */
export async function openQmp(path: string, timeoutSeconds = 10): Promise<Qmp> {
	const socket = await connectSocket(path, timeoutSeconds);
	const answers: ((message: Message) => void)[] = [];
	const events = new EventEmitter();
	readLines(socket, (line) => {
		const message = JSON.parse(line) as Message;
		if (message.event !== undefined) events.emit(message.event);
		else if ("return" in message || message.error) answers.shift()?.(message);
	});
	const gone = new AbortController();
	const lost = () => {
		gone.abort();
		for (const answer of answers.splice(0))
			answer({ error: { class: "Closed", desc: "the machine went away" } });
	};
	socket.on("error", lost).on("close", lost);

	const qmp: Qmp = {
		async execute(command, parameters) {
			const answer = await new Promise<Message>((resolve) => {
				answers.push(resolve);
				if (socket.destroyed) lost();
				else
					socket.write(
						`${JSON.stringify({ execute: command, arguments: parameters })}\n`,
					);
			});
			if (answer.error)
				throw new LabError(`${path}: ${command}: ${answer.error.desc}`);
			return answer.return;
		},
		async event(name, timeoutSeconds) {
			const late = AbortSignal.timeout(timeoutSeconds * 1000);
			await once(events, name, {
				signal: AbortSignal.any([late, gone.signal]),
			}).catch(() => {
				throw new LabError(
					`${path}: ${late.aborted ? `no ${name} within ${timeoutSeconds} s` : `the machine went away while waiting for ${name}`}`,
				);
			});
		},
		close: () => socket.destroy(),
	};
	await qmp.execute("qmp_capabilities");
	return qmp;
}
