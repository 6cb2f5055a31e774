import { createHash } from "node:crypto";
import type { Check, Cluster } from "../model/cluster.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { CheckedPlace } from "./checked-place.ts";

/** Whether keepalived cannot ask this, so that our program `ask` does it, by the same way. */
export function isAsked({ asks }: Check): boolean {
	return (
		(asks.kind === "tcp" && asks.talk !== undefined) ||
		(asks.kind === "https" && asks.verify !== undefined)
	);
}

/** The arguments of `ask`, as templates/director/…/ask.hbs describes them. Texts are in hex, as they become words of a configuration. */
export function askWords(
	{ number, mark = 0, check }: CheckedPlace,
	cluster: Cluster,
): string[] {
	const { asks, port, timeoutSeconds } = check;
	const words = [number, mark, Math.ceil(timeoutSeconds), port].map(String);
	switch (asks.kind) {
		case "tcp":
			return [
				...words,
				"talk",
				inHex(asks.talk?.send ?? []),
				inHex(asks.talk?.expect ?? []),
			];
		case "https":
			return [
				...words,
				"page",
				inHex(Buffer.from(`https://${asks.hostName}${asks.path}`)),
				asks.status.join(","),
				inHex(Buffer.from(asks.text ?? "")),
				asks.verify?.ca === undefined ? none : caFile(cluster, asks.verify.ca),
			];
		default:
			throw new Error(`keepalived asks by ${asks.kind} itself`);
	}
}

/** Where the certificates that a check trusts are stored. */
export function caFile({ name }: Cluster, ca: string): string {
	const digest = createHash("sha256").update(ca).digest("hex").slice(0, 8);
	return `${programDirectory(name)}/ca-${digest}.pem`;
}

const none = "-";

function inHex(bytes: readonly number[] | Buffer): string {
	return bytes.length === 0 ? none : Buffer.from(bytes).toString("hex");
}
