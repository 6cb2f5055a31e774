import type { AlsoPage } from "../model/also-leaf.ts";
import type { Check } from "../model/cluster.ts";

/**
 * The question of a check, in a few words.
 *
 * @param at address and port
 */
export function checkWords({ asks }: Pick<Check, "asks">, at: string): string {
	switch (asks.kind) {
		case "tcp":
			return asks.talk === undefined
				? `connect to ${at}`
				: `${asks.talk.send.length === 0 ? "connect" : shown(asks.talk.send)} to ${at}: ${shown(asks.talk.expect)}`;
		case "http":
		case "https":
			return `GET ${asks.kind}://${at}${asks.path}${asks.hostName === undefined ? "" : ` as ${asks.hostName}`}${asks.verify === undefined ? "" : ", its certificate verified"}: ${goodPage(asks)}${(asks.also ?? []).map((page) => `; and ${page.path}: ${goodPage(page)}`).join("")}`;
		case "dns":
			return `${asks.recordType} of ${asks.name} from ${at}`;
		case "udp":
			return `${shown(asks.send)} to ${at} by UDP: ${shown(asks.expect)}`;
		case "command":
			return `${asks.path} ${at.replace(":", " ")} as ${asks.runAs}`;
	}
}

function goodPage({ status, text, digest }: Omit<AlsoPage, "path">): string {
	return [
		status.join(", "),
		...(text === undefined ? [] : [`with ${JSON.stringify(text)}`]),
		...(digest === undefined ? [] : [`with MD5 ${digest}`]),
	].join(", ");
}

/** Bytes for people: as text if they are letters, digits and signs. */
function shown(bytes: readonly number[]): string {
	const buffer = Buffer.from(bytes);
	const text = buffer.toString("latin1");
	return /^[\x20-\x7e\r\n]+$/.test(text)
		? JSON.stringify(text)
		: `bytes ${buffer.toString("hex")}`;
}
