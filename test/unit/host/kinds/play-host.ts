import { spawnSync } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A host that is played: what its files and its commands say. */
interface Played {
	/** Absolute path -> text. Paths that a script names in /proc, /sys and /lib are looked for here and not on this machine. */
	readonly files?: Readonly<Record<string, string>>;
	/** Command -> what it does, as shell text with its arguments. All others are this machine's. */
	readonly commands?: Readonly<Record<string, string>>;
}

/** Runs shell text of ours on such a host. `lines` are those that are not empty, as a look gets them; `called` are the calls of its commands. */
export function runOn({ files = {}, commands = {} }: Played, script: string) {
	const root = mkdtempSync(join(tmpdir(), "lvs-kind-"));
	try {
		for (const [path, text] of Object.entries(files)) {
			mkdirSync(dirname(root + path), { recursive: true });
			writeFileSync(root + path, text);
		}
		const log = join(root, "called");
		writeFileSync(log, "");
		const functions = Object.entries(commands).map(
			([name, text]) => `${name}() { echo "${name} $*" >>${log}; ${text}\n}`,
		);
		const { status, stdout, stderr } = spawnSync("sh", [], {
			input: `${functions.join("\n")}\n${script.replaceAll(/(?<![\w/])\/(?=(?:proc|sys|lib)\/)/g, `${root}/`)}`,
			encoding: "utf8",
		});
		return {
			status,
			stderr,
			lines: stdout.split("\n").filter((line) => line !== ""),
			called: readFileSync(log, "utf8").split("\n").slice(0, -1),
		};
	} finally {
		rmSync(root, { recursive: true });
	}
}
