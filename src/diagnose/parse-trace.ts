import {
	type Decision,
	type Packet,
	type Sighting,
	type Stage,
	stages,
} from "./packet.ts";
import { early } from "./watch-table.ts";

interface Growing {
	/** The packet was seen where it came in from the link, and not yet after that. */
	early: boolean;
	sightings: Sighting[];
	decisions: Decision[];
	mark?: number;
}

const line =
	/^trace id (\w+) (\w+) (\S+) (\S+) (packet:|rule|verdict|policy) ?(.*)$/;

/**
 * Reads what `nft monitor trace` wrote. The kernel names a packet by a number that it uses again for later ones. So a packet ends when another with the same
 * number reaches a stage that the first has already passed.
 *
 * @param own name of our table, whose chains are the stages
 */
export function parseTrace(lines: readonly string[], own: string): Packet[] {
	const packets: Growing[] = [];
	const open = new Map<string, Growing>();
	for (const text of lines) {
		const [, id = "", family, table, chain = "", kind, rest = ""] =
			line.exec(text) ?? [];
		if (kind === undefined) continue;
		let packet = open.get(id);
		if (table === own) {
			const isEarly = chain.startsWith(early);
			if (kind !== "packet:" || !(isEarly || isStage(chain))) continue;
			const sighting = parseSighting(isStage(chain) ? chain : "first", rest);
			const goesOn = packet?.early && !isDropped(packet);
			if (packet !== undefined && goesOn && sighting.stage === "first")
				packet.sightings = [];
			else if (packet === undefined || !follows(sighting, packet)) {
				packet = { early: isEarly, sightings: [], decisions: [] };
				packets.push(packet);
				open.set(id, packet);
			}
			packet.early &&= isEarly;
			packet.sightings.push(sighting);
			continue;
		}
		if (packet === undefined || kind === "packet:") continue;
		const decision = parseDecision(kind, rest);
		const mark = /\bmark (?:set )?(0x[0-9a-f]+)/.exec(rest)?.[1];
		if (mark !== undefined) packet.mark = Number(mark);
		if (decision !== undefined)
			packet.decisions.push({
				table: `${family} ${table}`,
				chain,
				...decision,
			});
	}
	// the kernel treats a packet that passed a port of a bridge, of a bond or of a VLAN as another packet when it comes in above
	return packets
		.filter((packet) => !packet.early || isDropped(packet))
		.map(({ early: _, ...packet }) => packet);
}

function isDropped({ decisions }: Growing): boolean {
	return decisions.some(({ does }) => does === "drop");
}

function isStage(chain: string): chain is Stage {
	return (stages as readonly string[]).includes(chain);
}

/** A packet that a socket of the host sends is a new one, though its number may be that of a packet that was delivered before. */
function follows({ stage, inDevice }: Sighting, { sightings }: Growing) {
	const last = sightings.at(-1);
	if (last === undefined) return true;
	if (stage === "sent" && inDevice === undefined && last.stage === "delivered")
		return false;
	return stages.indexOf(stage) > stages.indexOf(last.stage);
}

function parseSighting(stage: Stage, text: string): Sighting {
	const word = (pattern: RegExp) => pattern.exec(text)?.[1];
	const inDevice = word(/\biif "([^"]+)"/);
	const outDevice = word(/\boif "([^"]+)"/);
	const fromMac = word(/\bether saddr (\S+)/);
	const protocol =
		word(/ (tcp|udp|sctp) [sd]port /) ??
		word(/\bip protocol (\S+)/) ??
		(/\bicmp /.test(text) ? "icmp" : "");
	return {
		stage,
		from: word(/\bip saddr (\S+)/) ?? "",
		to: word(/\bip daddr (\S+)/) ?? "",
		fromPort: Number(word(/\bsport (\d+)/) ?? 0),
		toPort: Number(word(/\bdport (\d+)/) ?? 0),
		protocol,
		...(inDevice === undefined ? {} : { inDevice }),
		...(outDevice === undefined ? {} : { outDevice }),
		...(fromMac === undefined ? {} : { fromMac }),
		flags: parseFlags(word(/\btcp flags (?:== )?(.+?) tcp window/)),
		length: Number(word(/\bip length (\d+)/) ?? 0),
	};
}

/** nft writes one flag, or several in words with `|` or `,`, or as a number. */
function parseFlags(text: string | undefined): string[] {
	if (text === undefined) return [];
	if (!text.startsWith("0x")) return text.split(/[|,\s]+/).filter(Boolean);
	const bits = Number(text);
	return ["fin", "syn", "rst", "psh", "ack", "urg"].filter(
		(_, bit) => bits & (1 << bit),
	);
}

function parseDecision(
	kind: string,
	rest: string,
): Pick<Decision, "rule" | "does"> | undefined {
	if (kind === "policy")
		return { rule: `policy ${rest.trim()}`, does: rest.trim() };
	if (kind !== "rule") return undefined;
	const [, rule = "", does = ""] =
		/^(.*?) ?\(verdict ([^)]*)\)\s*$/.exec(rest) ?? [];
	return rule === "" ? undefined : { rule, does };
}
