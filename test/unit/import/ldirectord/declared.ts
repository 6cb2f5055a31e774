import { declareLdirectord } from "../../../../src/import/ldirectord/declare-ldirectord.ts";
import { readLdirectord } from "../../../../src/import/ldirectord/read-ldirectord.ts";
import { shortLines } from "../short-lines.ts";

/** What a ldirectord.cf declares, and what is told of it, as short lines. */
export function declared(text: string, markVip?: string) {
	return shortLines(declareLdirectord(readLdirectord(text), { markVip }));
}
