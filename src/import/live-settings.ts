import { readTimeouts } from "../host/kinds/timeouts.ts";
import { section } from "../host/sections.ts";
import type { Place } from "./script/read-script.ts";

/** What is set in the kernel of a live director besides the rules. `ipvsadm -Sn` prints nothing of it. */
export interface LiveSettings {
	/** Undefined: the host did not say. */
	readonly timeouts: LiveTimeouts | undefined;
	/** The threads by which directors tell each other of connections: `master` sends, `backup` receives. */
	readonly syncs: readonly Place[];
}

/** The timeouts of a kernel, and where they were found. */
export interface LiveTimeouts extends Place {
	/** Our name of each -> its seconds. */
	readonly seconds: Readonly<Record<string, string>>;
}

const [timeouts, daemons] = ["ipvsadm -Ln --timeout", "ipvsadm -L --daemon"];

/** Shell text that asks for them. An error of it costs nothing else of the look. */
export const settingsProbe = `${section("timeouts")}; ${timeouts}
${section("syncs")}; ${daemons}`;

/** Reads the answer to the settingsProbe. */
export function parseSettings(
	sections: ReadonlyMap<string, readonly string[]>,
): LiveSettings {
	const lines = sections.get("timeouts") ?? [];
	const seconds = readTimeouts(lines);
	return {
		timeouts:
			Object.keys(seconds).length === 0
				? undefined
				: { file: timeouts, line: 1, text: lines.join(" "), seconds },
		syncs: (sections.get("syncs") ?? [])
			.map((text, index) => ({ file: daemons, line: index + 1, text }))
			.filter(({ text }) => /^(master|backup) sync daemon/.test(text)),
	};
}
