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
import { render } from "../../../../src/host/kinds/actions.ts";
import type { Question } from "../../../../src/host/question.ts";
import type { MadeKindName } from "../../../../src/host/record.ts";
import type { Desired } from "../../../../src/model/desired.ts";

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

/** What a kind finds on such a host, and the calls of its commands. */
export function lookOn<Found>(
	played: Played,
	{ probe, parse }: Question<Found>,
	desired: Desired,
) {
	const owner = "web-director";
	const { lines, called } = runOn(
		played,
		probe?.(desired, "debian", owner) ?? "",
	);
	const look = { lines, texts: new Map(), family: "debian", owner } as const;
	return { called, found: parse(look, desired) };
}

/** Takes back on such a host what a kind has made there. */
export function undoOn(played: Played, of: MadeKindName, name: string) {
	return runOn(
		played,
		render({ kind: "undo", of, name, because: "" }, "debian"),
	);
}
