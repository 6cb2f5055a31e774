import assert from "node:assert/strict";
import { type Changing, host } from "./changed.ts";

/** The ports of the client's whose probes came to this real server. */
export function portsAt(heard: Changing, server: string): string[] {
	const ports = (host(heard, server).trace ?? []).flatMap(
		(line) => / first packet: .* sport (6\d{4}) /.exec(line)?.[1] ?? [],
	);
	assert.ok(ports.length > 0, server);
	return [...new Set(ports)];
}

/** The line of one packet at one stage. */
export function stageOf(lines: readonly string[], stage: string) {
	const found = lines.find((line) => line.includes(` ${stage} packet: `));
	assert.ok(found !== undefined, `${stage}: ${lines.join("\n")}`);
	return found;
}

/** The same packet at another stage, as another machine would have traced it. */
export function atStage(line: string, stage: string): string {
	return line.replace(/ \w+ packet: /, ` ${stage} packet: `);
}

/** What a chain decided about the packet of a line: `ip filter FORWARD rule tcp dport 80 drop (verdict drop)`. */
export function decided(line: string, words: string): string {
	return `${/^trace id \w+/.exec(line)?.[0]} ${words}`;
}

/** Rewrites the packets of the probes with these ports, each with its lines. Others stay as they are. */
export function retrace(
	heard: Changing,
	name: string,
	ports: readonly string[],
	way: "requests" | "answers",
	change: (lines: readonly string[]) => readonly string[],
): void {
	const sections = host(heard, name);
	const side = way === "requests" ? "sport" : "dport";
	let found = 0;
	sections.trace = packetsOf(sections.trace ?? []).flatMap((lines) => {
		const port = new RegExp(` ${side} (6\\d{4}) `).exec(
			lines.find((line) => line.includes(" packet: ")) ?? "",
		)?.[1];
		if (port === undefined || !ports.includes(port)) return lines;
		found += 1;
		return change(lines);
	});
	assert.ok(found > 0, `${name} has ${way} of ${ports.join(", ")}`);
}

/** The kernel uses a number again: a packet begins where it comes in, or where a socket sends it. */
function packetsOf(trace: readonly string[]): string[][] {
	const packets: string[][] = [];
	const open = new Map<string, string[]>();
	for (const line of trace) {
		const id = / id (\w+)/.exec(line)?.[1] ?? "";
		const last = open.get(id);
		const begins =
			line.includes(" first packet: ") ||
			(line.includes(" sent packet: ") &&
				!last?.at(-1)?.includes(" admitted packet: "));
		if (last !== undefined && !begins) last.push(line);
		else {
			const packet = [line];
			packets.push(packet);
			open.set(id, packet);
		}
	}
	return packets;
}

/** What curl says of these probes. */
export function saidOf(
	heard: Changing,
	ports: readonly string[],
	words: string,
): void {
	heard.said = heard.said
		.split("\n")
		.map((line) => {
			const planned = heard.planned.find(
				({ probe }) => probe.number === Number.parseInt(line, 10),
			);
			return ports.includes(String(planned?.probe.clientPort))
				? line.replace(/^(\d+) .*/, `$1 ${words}`)
				: line;
		})
		.join("\n");
}

/** The answers to these probes come to none of these hosts, and the client has no connection. */
export function answersLost(
	heard: Changing,
	ports: readonly string[],
	...names: readonly string[]
): void {
	for (const name of names) retrace(heard, name, ports, "answers", () => []);
	saidOf(heard, ports, noConnection);
}

export const noConnection = "28 000 0.0 3.0 curl: (28) Connection timed out";
export const noAnswer = "28 000 0.1 5.001 curl: (28) Operation timed out";

/** Whether a packet is the first of its connection, of either side. */
export function opens(lines: readonly string[]): boolean {
	return lines.some((line) => /tcp flags == (syn|0x12|0x2) /.test(line));
}

/** As if the handshake of these probes had been all that came to a host. */
export function handshakeAlone(
	heard: Changing,
	name: string,
	ports: readonly string[],
	way: "requests" | "answers",
): void {
	retrace(heard, name, ports, way, (lines) => (opens(lines) ? lines : []));
}
