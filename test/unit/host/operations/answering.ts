import type { Session } from "../../../../src/ssh/session.ts";

/** A host that answers a script of sections. @param sections name -> what it prints there. */
export function answering(sections: Readonly<Record<string, string>>): Session {
	return {
		host: "root@lb1",
		run: async (script) => {
			const mark = /^lvs_mark=(\S+)/m.exec(script)?.[1];
			const stdout = Object.entries(sections)
				.map(([name, text]) => `@${mark} ${name}\n${text}\n`)
				.join("");
			return { exit: 0, stdout, stderr: "" };
		},
	};
}
