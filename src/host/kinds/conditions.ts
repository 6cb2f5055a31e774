import { sh } from "../../ssh/shell.ts";
import { differences } from "./differences.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";

/** State that no other kind covers. The role's own script brings a condition about, tells whether it holds, and undoes what can be undone. */
export const conditions: Kind<"conditions"> = {
	title: "condition",
	localise: { never: "the words of our own scripts" },
	probe: ({ script }) =>
		script === undefined
			? ""
			: // a script that hangs (e.g. on a mount whose server is away) gives no answer,
				// and output without a newline at its end must not swallow what follows
				sh`[ ! -x ${script} ] || { timeout 60 ${script} status 9>&-; echo; }`,
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.flatMap((line) => {
				const at = line.indexOf("=");
				return at < 0 || noteIn(line) !== undefined
					? []
					: [[line.slice(0, at), line.slice(at + 1)]];
			}),
		),
	plan: ({ desired, observed }) => ({
		script: differences("", desired.conditions, observed.conditions),
	}),
	made: {
		word: "script",
		names: ({ script }) => (script === undefined ? [] : [script]),
		undo: (script) => sh`{ [ ! -x ${script} ] || ${script} remove 9>&-; }`,
		undoneAt: "undo by script",
	},
	takenBackBy: "steps",
	live: ({ declared, observed }) =>
		liveEach(declared.conditions, (key) => observed.conditions[key]),
};

export const scriptSteps: Actions<"run"> = {
	run: {
		describe: ({ script }) => `${script} start`,
		// processes that the script leaves running must not hold the lock (descriptor 9)
		render: ({ script }) => sh`${script} start 9>&-`,
		seconds: () => 900,
	},
};

/** The text of a line like `note memory=...`, by which a script tells something besides conditions. Undefined: the line is not a note. */
export function noteIn(line: string): string | undefined {
	return /^note [^=]*=(.*)$/.exec(line)?.[1];
}
