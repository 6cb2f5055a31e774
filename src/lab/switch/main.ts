// The process of a lab's switch: `node main.js --lab-directory DIRECTORY PLAN`. PLAN is a JSON object from each link to its
// ports, e.g. {"lan":["lb","rs1"]}. It imports nothing but Node, as it must be ready within 50 ms.
import { createServer, type Socket } from "node:net";
import { labPaths, portSocket } from "../paths.ts";
import { ForwardingTable } from "./forwarding-table.ts";
import { FrameReader } from "./frame-reader.ts";
import { pcapHeader, pcapRecord } from "./pcap.ts";

/** How many bytes may wait for one slow port or one slow capture. More is dropped, as a real switch does. */
const BACKLOG_BYTES = 4 << 20;

interface Port {
	readonly machine: string;
	readonly link: string;
	socket: Socket | undefined;
}

interface Capture {
	readonly machine: string;
	readonly link: string | undefined;
	readonly output: Socket;
}

const captures = new Set<Capture>();

function switchLink(directory: string, link: string, machines: string[]): void {
	const table = new ForwardingTable<Port>();
	for (const machine of machines) {
		const port: Port = { machine, link, socket: undefined };
		listen(portSocket(directory, machine, link), (socket) => {
			port.socket?.destroy();
			port.socket = socket;
			table.plug(port);
			const reader = new FrameReader();
			socket.on("data", (data) => {
				for (const frame of reader.push(data)) {
					const ethernet = frame.subarray(4);
					const targets = table.forward(ethernet, port);
					for (const target of targets) send(target.socket, frame);
					if (captures.size > 0) capture(ethernet, [port, ...targets]);
				}
			});
			socket.on("error", () => {});
			socket.on("close", () => {
				if (port.socket !== socket) return;
				port.socket = undefined;
				table.unplug(port);
			});
		});
	}
}

const corked = new Set<Socket>();

/** Sends bytes. All writes in one turn of the event loop leave in one system call. */
function send(socket: Socket | undefined, bytes: Buffer): void {
	if (socket === undefined || socket.writableLength > BACKLOG_BYTES) return;
	if (!corked.has(socket)) {
		corked.add(socket);
		socket.cork();
		setImmediate(() => {
			corked.delete(socket);
			socket.uncork();
		});
	}
	socket.write(bytes);
}

function capture(frame: Buffer, touched: Port[]): void {
	const record = pcapRecord(
		frame,
		(performance.timeOrigin + performance.now()) * 1000,
	);
	for (const { machine, link, output } of captures)
		if (
			touched.some(
				(port) =>
					port.machine === machine &&
					(link === undefined || port.link === link),
			)
		)
			send(output, record);
}

/** Serves the control socket. A client sends one line, `capture MACHINE [LINK]`, and then gets pcap until it hangs up. */
function control(socket: Socket): void {
	socket.on("error", () => {});
	socket.once("data", (data) => {
		const [verb, machine, link] = data.toString().trim().split(" ");
		if (verb !== "capture" || machine === undefined) return socket.destroy();
		const entry: Capture = { machine, link, output: socket };
		socket.write(pcapHeader());
		captures.add(entry);
		socket.on("close", () => captures.delete(entry));
	});
}

let listening = 0;
let expected = 0;

function listen(path: string, accept: (socket: Socket) => void): void {
	expected++;
	createServer(accept).listen(path, () => {
		// the parent waits for this message and then lets us run alone
		if (++listening === expected) process.send?.("listening");
	});
}

const [, , , directory, plan] = process.argv;
if (directory === undefined || plan === undefined)
	throw new Error("usage: main --lab-directory DIRECTORY PLAN");
listen(labPaths(directory).control, control);
for (const [link, machines] of Object.entries(
	JSON.parse(plan) as Record<string, string[]>,
))
	switchLink(directory, link, machines);
