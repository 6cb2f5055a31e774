import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../errors.ts";

/** Program that we call -> its Debian package, for the message when it is missing. */
const PACKAGES: Readonly<Record<string, string>> = {
	"qemu-system-x86_64": "qemu-system-x86",
	"qemu-img": "qemu-utils",
	"ssh-keygen": "openssh-client",
	ssh: "openssh-client",
};

/**
 * Runs a program on this computer to its end and returns its standard output. It uses child_process and not execa, as the
 * start of a lab is a matter of milliseconds and loading execa takes 100.
 *
 * Throws {@link LabError} where the program is missing or its exit code is not 0, with the last lines of its standard error.
 */
export async function runTool(
	program: string,
	words: readonly string[],
	options: {
		/** Called for every line of standard error. */
		onErrorLine?: (line: string) => void;
		environment?: Readonly<Record<string, string | undefined>>;
		/** What the user should do when the program fails. */
		advice?: string;
	} = {},
): Promise<string> {
	const child = spawn(program, words, {
		stdio: ["ignore", "pipe", "pipe"],
		env: options.environment,
	});
	let output = "";
	let errors = "";
	let rest = "";
	child.stdout.setEncoding("utf8").on("data", (text: string) => {
		output += text;
	});
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		errors = (errors + text).slice(-4000);
		const lines = (rest + text).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) options.onErrorLine?.(line);
	});
	const ended = once(child, "close").catch(() => {});
	const [exit, signal] = await new Promise<
		[number | null, NodeJS.Signals | null]
	>((resolve, reject) => {
		child.once("error", (error: NodeJS.ErrnoException) =>
			reject(
				error.code === "ENOENT"
					? new LabError(
							`${program} is not installed; install the package ${PACKAGES[program] ?? program}`,
						)
					: error,
			),
		);
		// "exit" and not "close": a program that goes to the background may keep the pipes open
		child.once("exit", (code, killed) => resolve([code, killed]));
	});
	// the last output of the program may not have arrived yet
	await new Promise((resolve) => setImmediate(resolve));
	if (exit !== 0) {
		// the error message is worth a wait, also if the machine is busy; a program in the background would keep the pipes for ever
		await Promise.race([ended, sleep(2000, undefined, { ref: false })]);
		const last = errors.trim().split("\n").slice(-8).join("\n  ");
		throw new LabError(
			`${program}: ${signal === null ? `exit ${exit}` : `ended by ${signal}`}\n  ${last}${options.advice === undefined ? "" : `\n${options.advice}`}`,
		);
	}
	return output;
}
