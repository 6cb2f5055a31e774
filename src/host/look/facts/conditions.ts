import { sh } from "../../../ssh/shell.ts";
import type { Fact } from "./fact.ts";

/** Condition -> its value, as the role's own script tells them; empty where the script is not there yet. */
export const conditions: Fact<Record<string, string>> = {
	probe: ({ script }) =>
		script === ""
			? ""
			: // what hangs (a mount whose server is away) is no answer
				// and one that ends without a newline must not swallow what follows
				sh`[ ! -x ${script} ] || { timeout 60 ${script} status 9>&-; echo; }`,
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.flatMap((line) => {
				const at = line.indexOf("=");
				return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
			}),
		),
};
