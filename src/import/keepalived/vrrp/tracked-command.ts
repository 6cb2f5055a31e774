import { programIn } from "../program-in.ts";
import { wordsOf } from "../words-of.ts";

/** The command of a `vrrp_script`, as a declaration has it. */
interface TrackedCommand {
	readonly command: string | readonly string[];
	/** What is said of it. */
	readonly remark?: string;
}

/** A string says why it cannot be declared. */
export function trackedCommand(line: string): TrackedCommand | string {
	const opened = fileOpened(line);
	if (opened !== undefined)
		return {
			command: ["/bin/bash", "-c", opened],
			remark:
				"it passes where this can be opened, which bash tries here, and by keepalived /bin/sh: not every one of those knows /dev/tcp",
		};
	const words = programIn(
		line,
		"write a script, and declare it as `failover.check`",
	);
	if (typeof words === "string") return words;
	const [program = ""] = words;
	// keepalived looks for it in its PATH
	if (!program.startsWith("/")) return { command: ["/usr/bin/env", ...words] };
	return { command: words.length === 1 ? program : words };
}

/** Of a line that is nothing but `</dev/tcp/127.0.0.1/3306`: keepalived gives that, and no other, to a shell. */
function fileOpened(line: string): string | undefined {
	const words = wordsOf(line);
	return typeof words !== "string" &&
		words.length === 1 &&
		/^<[ \t]*\//.test(words[0] ?? "")
		? words[0]
		: undefined;
}
