import { readFileSync } from "node:fs";
import { Command } from "commander";
import { didYouMean } from "../model/nearest.ts";
import { exitCode } from "./exit-code.ts";
import { optionReflexes, reflexes } from "./reflexes.ts";
import { reportError } from "./report-error.ts";
import { wantsJson } from "./wants-json.ts";

/**
 * Every verb: what help says of it, and the module that declares and does it. Only the module of the verb that was asked
 * for is loaded, so that `lvsctl` starts fast. What it exports adds arguments, options and action.
 */
const verbs: Record<
	string,
	[description: string, load: () => Promise<(command: Command) => void>]
> = {
	init: [
		"look at your hosts and write a Pulumi project for them",
		async () => (await import("./init/init.ts")).default,
	],
	up: [
		"bring the folder's lab up, then its cluster to what is declared",
		async () => (await import("./stack/stack-verbs.ts")).up,
	],
	preview: [
		"show the rules and files that up would change",
		async () => (await import("./stack/stack-verbs.ts")).preview,
	],
	refresh: [
		"look at the hosts and show what differs from what was applied",
		async () => (await import("./stack/stack-verbs.ts")).refresh,
	],
	destroy: [
		"return the hosts to what was found on them",
		async () => (await import("./stack/stack-verbs.ts")).destroy,
	],
	forget: [
		"take a host that is gone for good out of the state, touch nothing",
		async () => (await import("./forget/forget.ts")).default,
	],
	check: [
		"run the declared smoke tests again, and change nothing",
		async () => (await import("./check/check.ts")).default,
	],
	status: [
		"declared against found, connections, counters and drift",
		async () => (await import("./status/status.ts")).default,
	],
	zero: [
		"set the counters of the cluster's services to zero",
		async () => (await import("./zero.ts")).default,
	],
	drain: [
		"let no new connection come to a real server, until undrain",
		async () => (await import("./drain/drain.ts")).drain,
	],
	undrain: [
		"end a drain",
		async () => (await import("./drain/drain.ts")).undrain,
	],
	failover: [
		"hand the VIP over to another director, without a lost request",
		async () => (await import("./failover/failover.ts")).failover,
	],
	standby: [
		"take a director out for work, and keep it out until --end",
		async () => (await import("./failover/failover.ts")).standby,
	],
	drill: [
		"rehearse a failure under load, take it back, and say what clients lost",
		async () => (await import("./drill/drill.ts")).default,
	],
	backup: [
		"copy databases and shared directories into a directory here",
		async () => (await import("./backup/backup.ts")).backup,
	],
	restore: [
		"put a backup in the place of what is there",
		async () => (await import("./backup/backup.ts")).restore,
	],
	render: [
		"print every file and rule of each host, touch nothing",
		async () => (await import("./render/render.ts")).default,
	],
	explain: [
		"the path of one packet, hop by hop, and what makes each hop work",
		async () => (await import("./explain/explain.ts")).default,
	],
	diagnose: [
		"follow a probe through every host, and name where it ended and why",
		async () => (await import("./diagnose/diagnose.ts")).default,
	],
	import: [
		"turn the rules of a director, or of a file, into a declaration",
		async () => (await import("./import/import.ts")).default,
	],
	demo: [
		"the main job on a lab, step by step and timed",
		async () => (await import("./demo/demo.ts")).default,
	],
	lab: [
		"start, use and end the machines of a lab",
		async () => (await import("./lab/lab.ts")).default,
	],
	doctor: [
		"what this machine has, and what lvsctl does with it",
		async () => (await import("./doctor/doctor.ts")).default,
	],
	env: [
		'print exports for a shell: eval "$(lvsctl env)"',
		async () => (await import("./env/env.ts")).default,
	],
	completion: [
		"print a script that completes lvsctl's words in bash, zsh or fish",
		async () => (await import("./completion/completion.ts")).completion,
	],
};

/** Runs `lvsctl` with these words. Sets the exit code where the answer is no. */
export async function run(words: readonly string[]): Promise<void> {
	const program = new Command("lvsctl")
		.description(
			"Declare a Linux Virtual Server cluster, provision it over SSH, prove it from a client",
		)
		.version(version())
		.enablePositionalOptions()
		.exitOverride()
		.showHelpAfterError("(--help says more)");
	// the error itself is told by reportError, as JSON
	if (wantsJson(words))
		program.configureOutput({ outputError: () => {}, writeErr: () => {} });
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

/** `lvsctl plan` and `lvsctl help plan`: says what was probably meant. */
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

/** `lvsctl up --dry-run`: says what does that here. The verbs of `lab` have a `-C`, and take the words of others. */
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

/** `lvsctl help lab nope` and `lvsctl lab help nope`, which commander answers with the help of `lab`. */
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

/** As `run`, for a process: an error is told, and decides the exit code. */
export async function runOrReport(words: readonly string[]): Promise<void> {
	// who reads our output may have seen enough, like `head`
	for (const stream of [process.stdout, process.stderr])
		stream.on("error", (error: NodeJS.ErrnoException) => {
			if (error.code !== "EPIPE") throw error;
		});
	try {
		await run(words);
	} catch (error) {
		process.exitCode = exitCode(error);
		reportError(error, wantsJson(words));
	}
}
