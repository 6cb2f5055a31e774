import { spawn } from "node:child_process";
import { LabError } from "../errors.ts";

/** Debian packages that bring the programs we call, for the message when one is missing. */
const PACKAGES: Readonly<Record<string, string>> = {
	"qemu-system-x86_64": "qemu-system-x86",
	"qemu-img": "qemu-utils",
	"ssh-keygen": "openssh-client",
	ssh: "openssh-client",
};

/**
 * Runs a program of this machine to its end and gives its standard output. child_process and not execa: the start of a
 * lab counts in milliseconds and loading execa takes 100.
 *
 * Throws {@link LabError} where it is missing, or ends with another exit code than 0: with its last lines of error.
 */
export async function runTool(
	program: string,
	words: readonly string[],
	options: {
		/** Called for every line of standard error. */
		onErrorLine?: (line: string) => void;
		environment?: Readonly<Record<string, string | undefined>>;
		/** Told when the program goes wrong. */
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
	const [exit, signal] = await new Promise<
		[number | null, NodeJS.Signals | null]
	>((resolve, reject) => {
		child.once("error", (error: NodeJS.ErrnoException) =>
			reject(
				error.code === "ENOENT"
					? new LabError(
							`${program} is not installed; run script/setup, or install the package ${PACKAGES[program] ?? program}`,
						)
					: error,
			),
		);
		// Not "close": a program that goes to the background may keep the pipes open.
		child.once("exit", (code, killed) => resolve([code, killed]));
	});
	// What the program wrote last is still on its way to us.
	await new Promise((resolve) => setImmediate(resolve));
	if (exit !== 0) {
		const last = errors.trim().split("\n").slice(-8).join("\n  ");
		throw new LabError(
			`${program}: ${signal === null ? `exit ${exit}` : `ended by ${signal}`}\n  ${last}${options.advice === undefined ? "" : `\n${options.advice}`}`,
		);
	}
	return output;
}
