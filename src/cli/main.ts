#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { exitCode } from "./exit-code.ts";

/**
 * Every verb: its text in the help, and the module that declares and does it. Only the module of the requested verb is loaded,
 * so that `lvs` starts fast. What the module exports adds arguments, options and the action.
 */
const verbs: Record<
	string,
	[description: string, load: () => Promise<(command: Command) => void>]
> = {
	up: [
		"bring the folder's lab up, then its cluster to what is declared",
		async () => (await import("./stack-verbs.ts")).up,
	],
	preview: [
		"show the rules and files that up would change",
		async () => (await import("./stack-verbs.ts")).preview,
	],
	refresh: [
		"look at the hosts and show what differs from what was applied",
		async () => (await import("./stack-verbs.ts")).refresh,
	],
	destroy: [
		"return the hosts to what was found on them",
		async () => (await import("./stack-verbs.ts")).destroy,
	],
	check: [
		"run the declared smoke tests again, and change nothing",
		async () => (await import("./check.ts")).default,
	],
	status: [
		"declared against found, connections, counters and drift",
		async () => (await import("./status.ts")).default,
	],
	zero: [
		"set the counters of the cluster's services to zero",
		async () => (await import("./zero.ts")).default,
	],
	drain: [
		"let no new connection come to a real server, until undrain",
		async () => (await import("./drain.ts")).drain,
	],
	undrain: ["end a drain", async () => (await import("./drain.ts")).undrain],
	render: [
		"print every file and rule of each host, touch nothing",
		async () => (await import("./render.ts")).default,
	],
	explain: [
		"the path of one packet, hop by hop, and what makes each hop work",
		async () => (await import("./explain.ts")).default,
	],
	import: [
		"turn the rules of a director, or of a file, into a declaration",
		async () => (await import("./import.ts")).default,
	],
	demo: [
		"the main job on a lab, step by step and timed",
		async () => (await import("./demo.ts")).default,
	],
	lab: [
		"start, use and end the machines of a lab",
		async () => (await import("./lab/lab.ts")).default,
	],
	doctor: [
		"what this machine has, and how labs will run on it",
		async () => (await import("./doctor.ts")).default,
	],
	env: [
		'print exports for a shell: eval "$(bin/lvs env)"',
		async () => (await import("./env.ts")).default,
	],
};

async function run(words: readonly string[]): Promise<void> {
	const program = new Command("lvs")
		.description(
			"Declare a Linux Virtual Server cluster, provision it over SSH, prove it from a client",
		)
		.version(version())
		.enablePositionalOptions()
		.exitOverride()
		.showHelpAfterError("(--help says more)");
	const asked = words.find((word) => !word.startsWith("-"));
	const completes = asked === "completion" || asked === "complete";
	for (const [name, [description, load]] of Object.entries(verbs)) {
		const command = program.command(name).description(description);
		if (
			name === asked ||
			completes ||
			(asked === "help" && words.includes(name))
		)
			(await load())(command);
	}
	if (completes) (await import("./completion.ts")).declareCompletion(program);
	else
		program
			.command("completion <shell>")
			.description("print what makes bash, zsh or fish complete our words");
	await program.parseAsync(words, { from: "user" });
}

function version(): string {
	const file = new URL("../../package.json", import.meta.url);
	return JSON.parse(readFileSync(file, "utf8")).version;
}

run(process.argv.slice(2)).catch((error: unknown) => {
	process.exitCode = exitCode(error);
	// commander has already printed its own errors
	if (error instanceof CommanderError) return;
	if (error instanceof Error)
		console.error(error.name === "Error" ? error.stack : error.message);
	else console.error(error);
});
