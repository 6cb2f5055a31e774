import { declareKeepalived } from "../../../../src/import/keepalived/declare-keepalived.ts";
import { readKeepalived } from "../../../../src/import/keepalived/read-keepalived.ts";
import { shortLines } from "../short-lines.ts";

/** What a configuration declares, and what is told of it, as short lines. */
export function declared(text: string, markVip?: string) {
	return shortLines(
		declareKeepalived(readKeepalived(text, undefined), { markVip }),
	);
}
