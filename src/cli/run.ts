import { readFileSync } from "node:fs";
import { Command } from "commander";
import { didYouMean } from "../model/nearest.ts";
import { aboutEmptyWord } from "./empty-word.ts";
import { exitCode } from "./exit-code.ts";
import { hearReaders } from "./reader-left.ts";
import { optionReflexes, reflexes } from "./reflexes.ts";
import { reportError } from "./report-error.ts";
import { verbs } from "./verbs.ts";
import { wantsJson } from "./wants-json.ts";

/** Runs `lvsctl` with these words. Sets the exit code if the answer is no. */
export async function run(words: readonly string[]): Promise<void> {
	const program = new Command("lvsctl")
		.description(
			"Declare a Linux Virtual Server cluster, provision it over SSH, prove it from a client",
		)
		.version(version())
		.enablePositionalOptions()
		.exitOverride()
		.showHelpAfterError("(--help says more)");
	// reportError prints the error itself, as JSON
	if (wantsJson(words))
		program.configureOutput({ outputError: () => {}, writeErr: () => {} });
	const empty = aboutEmptyWord(words);
	if (empty !== undefined) program.error(`error: ${empty}`);
	refuseUnknown(program, words);
	refuseForeignOption(program, words);
	const asked = words.find((word) => !word.startsWith("-"));
	const completes = asked === "complete";
	for (const [name, [description, load]] of Object.entries(verbs)) {
		const command = program.command(name).description(description);
		if (
			name === asked ||
			completes ||
			(asked === "help" && words.includes(name))
		)
			(await load())(command);
	}
	if (completes) {
		const { complete } = await import("./completion/completion.ts");
		complete(program)(program.command("complete", { hidden: true }));
	}
	refuseUnknownHelp(program, words);
	await program.parseAsync(words, { from: "user" });
}

/** `lvsctl plan` and `lvsctl help plan`: prints the verb that was probably meant. */
function refuseUnknown(
	program: Command,
	[first = "", second]: readonly string[],
): void {
	const word = first === "help" ? second : first;
	const known = [...Object.keys(verbs), "complete", "help"];
	if (word === undefined || known.includes(word) || /^-|^$/.test(word)) return;
	const here = reflexes.get(word);
	program.error(
		`error: unknown command '${word}'${here === undefined ? didYouMean(word, known) : `; here it is: ${here}`}`,
	);
}

/** `lvsctl up --dry-run`: prints what to write here. The verbs of `lab` have a `-C` of their own, and take the words of other tools. */
function refuseForeignOption(program: Command, words: readonly string[]): void {
	const [verb = ""] = words;
	if (verb === "lab") return;
	// pulumi's own -C names the folder
	const ofPulumi = ["up", "preview", "refresh", "destroy"].includes(verb);
	const end = words.indexOf("--");
	for (const word of end === -1 ? words : words.slice(0, end)) {
		const here = optionReflexes.get(word.split("=")[0] ?? "");
		if (ofPulumi && word === "-C") continue;
		if (here !== undefined)
			program.error(`error: unknown option '${word}'; ${here}`);
	}
}

/** `lvsctl help lab nope` and `lvsctl lab help nope`: commander would answer them with the help of `lab`. */
function refuseUnknownHelp(program: Command, words: readonly string[]): void {
	const asked = words.slice(0, 3);
	if (asked.indexOf("help") !== 0 && asked.indexOf("help") !== 1) return;
	const [name, word] = asked.filter((word) => word !== "help");
	const inner = program.commands
		.find((command) => command.name() === name)
		?.commands.map((command) => command.name());
	if (word !== undefined && inner?.length && !inner.includes(word))
		program.error(
			`error: unknown command '${name} ${word}'${didYouMean(word, inner)}`,
		);
}

function version(): string {
	const file = new URL("../../package.json", import.meta.url);
	return JSON.parse(readFileSync(file, "utf8")).version;
}

/** As `run`, for a process: an error is printed, and decides the exit code. */
export async function runOrReport(words: readonly string[]): Promise<void> {
	hearReaders();
	try {
		await run(words);
	} catch (error) {
		process.exitCode = exitCode(error);
		reportError(error, wantsJson(words));
	}
}
