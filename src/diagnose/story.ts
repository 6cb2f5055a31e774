import { forwardings } from "../ipvs/forwarding.ts";
import { answers, type Course, entryOf, requests } from "./course.ts";
import type { Evidence } from "./evidence.ts";
import { nextHop, ownerOfMac } from "./hosts.ts";
import { after, at, before, type Packet } from "./packet.ts";
import { askedOf } from "./probe.ts";
import { socketWords } from "./socket-words.ts";

/** What was seen of a probe, one line for each host that could show something, beginning at the client. */
export function story(course: Course): string[] {
	const { client, director, realServer } = course;
	return [
		...toldByClient(course),
		...(director === undefined ? [] : toldByDirector(course, director)),
		...(realServer === undefined ? [] : toldByRealServer(course, realServer)),
		...[client, director, realServer].flatMap((evidence) =>
			evidence === undefined ? [] : toldByKernel(evidence),
		),
	];
}

function toldByClient(course: Course): string[] {
	const { client, probe, result, from, target } = course;
	if (probe === undefined || result === undefined)
		return ["no probe came here: this is judged by what the hosts show alone"];
	const ended =
		result.status > 0
			? `HTTP ${result.status}`
			: result.connected
				? "connected"
				: `no answer${result.said === "" ? "" : `: ${result.said}`}`;
	const next = nextHop(client?.routes.vip, target.vip);
	const mac = client?.neighbours[next]?.mac;
	const owner = mac === undefined ? undefined : ownerOfMac(course, mac);
	return [
		`client ${from}${probe.kind === "udp" ? "" : `:${probe.clientPort}`} -> ${probe.kind === "http" || probe.kind === "https" ? askedOf(probe) : `${probe.kind}://${probe.vip}:${probe.port}`}: ${ended}, ${result.milliseconds} ms`,
		...(client === undefined
			? []
			: [
					`${client.name}: ${next} is ${mac === undefined ? `unknown on its link (${client.neighbours[next]?.state ?? "never asked"})` : `at ${mac}${owner === undefined ? "" : ` (${owner.name})`}`}`,
				]),
	];
}

function toldByDirector(course: Course, director: Evidence): string[] {
	const { probe, server } = course;
	const came = requests(course, director);
	const entry = probe === undefined ? undefined : entryOf(probe, director);
	return [
		`${director.name}: ${walked(course, came)}`,
		...(entry === undefined
			? []
			: [
					`${director.name}: IPVS chose ${server?.name ?? entry.server} (${entry.server}:${entry.serverPort}), ${entry.state}`,
				]),
		...(server !== undefined && forwardings[server.forwarding].rewrites
			? [
					`${director.name}: answer: ${walked(course, answers(course, director))}`,
				]
			: []),
	];
}

function toldByRealServer(course: Course, realServer: Evidence): string[] {
	const { server } = course;
	const came = requests(course, realServer);
	const made = answers(course, realServer);
	const listens = realServer.sockets.filter(
		({ port, protocol }) =>
			port === server?.port && protocol === course.target.protocol,
	);
	return [
		`${realServer.name}: ${walked(course, came)}`,
		...(made?.length
			? [`${realServer.name}: answer: ${walked(course, made)}`]
			: []),
		`${realServer.name}: port ${server?.port}: ${listens.length === 0 ? "nobody listens" : listens.map((socket) => `listens on ${socketWords(socket)}`).join(", ")}`,
	];
}

const words: Readonly<Record<string, string>> = {
	first: "came in",
	routed: "came to routing",
	arrived: "is for this host",
	admitted: "passed the filters of input",
	delivered: "came to the host's own sockets",
	through: "is sent on",
	passed: "passed the filters of forward",
	sent: "was sent",
	left: "left",
};

/** The stage of the packet that got farthest. */
function walked(
	course: Course,
	packets: readonly Packet[] | undefined,
): string {
	if (packets === undefined) return "packets not seen";
	const [farthest] = [...packets].sort(
		(one, other) => other.sightings.length - one.sightings.length,
	);
	if (farthest === undefined) return "no packet came";
	const first = before(farthest);
	const last = after(farthest);
	const into = at(farthest, "first");
	const sender =
		into?.fromMac === undefined ? undefined : ownerOfMac(course, into.fromMac);
	const flags = first?.flags.length ? ` ${first.flags.join("+")}` : "";
	return [
		`${packets.length} packet${packets.length === 1 ? "" : "s"}${flags} ${first?.from}:${first?.fromPort} -> ${first?.to}:${first?.toPort}`,
		...(into === undefined
			? []
			: [
					`in by ${into.inDevice}${into.fromMac === undefined ? "" : ` from ${sender?.name ?? into.fromMac}`}`,
				]),
		`last seen where it ${words[last?.stage ?? ""] ?? ""}${last?.outDevice === undefined ? "" : ` by ${last.outDevice}`}${last?.to === first?.to && last?.from === first?.from ? "" : ` as ${last?.from}:${last?.fromPort} -> ${last?.to}:${last?.toPort}`}`,
		...farthest.decisions
			.filter(({ does }) => does === "drop")
			.map(({ table, chain, rule }) => `dropped by ${table} ${chain}: ${rule}`),
	].join(", ");
}

function toldByKernel({ name, drops, blind }: Evidence): string[] {
	const reasons = Object.entries(drops ?? {});
	return [
		...(reasons.length === 0
			? []
			: [
					`${name}: the kernel dropped packets of IPv4 meanwhile, of anybody's: ${reasons.map(([reason, count]) => `${reason} ${count}`).join(", ")}`,
				]),
		...blind.map((line) => `${name}: ${line}`),
	];
}
