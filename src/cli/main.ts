#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { exitCode } from "./exit-code.ts";

/**
 * Every verb: what help says of it, and the module that declares and does it. Only the module of the verb that was asked
 * for is loaded, so that `lvs` starts fast. A module's default export adds its arguments, options and action.
 */
const verbs: Record<
	string,
	[
		description: string,
		load: () => Promise<{ default: (command: Command) => void }>,
	]
> = {
	up: [
		"bring the folder's lab up, then its cluster to what is declared",
		() => import("./up.ts"),
	],
	preview: [
		"show the rules and files that up would change",
		() => import("./preview.ts"),
	],
	refresh: [
		"look at the hosts and show what differs from what was applied",
		() => import("./refresh.ts"),
	],
	destroy: [
		"return the hosts to what was found on them",
		() => import("./destroy.ts"),
	],
	check: [
		"run the declared smoke tests again, and change nothing",
		() => import("./check.ts"),
	],
	status: [
		"declared against found, connections, counters and drift",
		() => import("./status.ts"),
	],
	zero: [
		"set the counters of the cluster's services to zero",
		() => import("./zero.ts"),
	],
	drain: [
		"let no new connection come to a real server, until undrain",
		() => import("./drain.ts"),
	],
	undrain: ["end a drain", () => import("./undrain.ts")],
	render: [
		"print every file and rule of each host, touch nothing",
		() => import("./render.ts"),
	],
	explain: [
		"the path of one packet, hop by hop, and what makes each hop work",
		() => import("./explain.ts"),
	],
	import: [
		"turn the rules of a director, or of a file, into a declaration",
		() => import("./import.ts"),
	],
	demo: [
		"the main job on a lab, step by step and timed",
		() => import("./demo.ts"),
	],
	lab: [
		"start, use and end the machines of a lab",
		() => import("./lab/lab.ts"),
	],
	doctor: [
		"what this machine has, and which way will be taken",
		() => import("./doctor.ts"),
	],
	env: [
		'print exports for a shell: eval "$(bin/lvs env)"',
		() => import("./env.ts"),
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
			(await load()).default(command);
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
	// Commander has printed its own.
	if (error instanceof CommanderError) return;
	if (error instanceof Error)
		console.error(error.name === "Error" ? error.stack : error.message);
	else console.error(error);
});
