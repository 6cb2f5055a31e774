import type { Check } from "../model/cluster.ts";

/** What a check asks, in a few words. */
export function checkWords({ asks, port }: Check, address: string): string {
	switch (asks.kind) {
		case "tcp":
			return asks.talk === undefined
				? `connect to ${address}:${port}`
				: `${asks.talk.send.length === 0 ? "connect" : shown(asks.talk.send)} to ${address}:${port}: ${shown(asks.talk.expect)}`;
		case "http":
		case "https":
			return `GET ${asks.kind}://${address}:${port}${asks.path}${asks.hostName === undefined ? "" : ` as ${asks.hostName}`}${asks.verify === undefined ? "" : ", its certificate verified"}: ${asks.status.join(", ")}${asks.text === undefined ? "" : `, with ${JSON.stringify(asks.text)}`}`;
		case "dns":
			return `${asks.recordType} of ${asks.name} from ${address}:${port}`;
		case "udp":
			return `${shown(asks.send)} to ${address}:${port} by UDP: ${shown(asks.expect)}`;
		case "command":
			return `${asks.path} ${address} ${port} as ${asks.runAs}`;
	}
}

/** Bytes for people: as text where they are letters, digits and signs. */
function shown(bytes: readonly number[]): string {
	const buffer = Buffer.from(bytes);
	const text = buffer.toString("latin1");
	return /^[\x20-\x7e\r\n]+$/.test(text)
		? JSON.stringify(text)
		: `bytes ${buffer.toString("hex")}`;
}
