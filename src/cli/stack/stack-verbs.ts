import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import type { StackVerb } from "../pulumi/display.ts";
import { stackOption } from "./stack-option.ts";

// The verbs that Pulumi has too, on the stack of a folder. A lab is for experiments, so they ask nothing there.

const noRefresh = [
	"--no-refresh",
	"do not look first whether the hosts are as the last up left them",
] as const;

export const up = stackVerb(
	"up",
	["lvsctl up --yes", "lvsctl up labs/02-dr --target '**web-lb'"],
	[noRefresh],
);

export const preview = stackVerb(
	"preview",
	["lvsctl preview labs/02-dr", "lvsctl preview --stack prod -o json"],
	[noRefresh],
);

export const refresh = stackVerb("refresh", [
	"lvsctl refresh --stack prod --preview-only --expect-no-changes",
]);

export const destroy = stackVerb(
	"destroy",
	["lvsctl destroy --stack prod", "lvsctl destroy --forget rs1 --yes"],
	[
		[
			"--forget <host>",
			"first take this host, which is gone for good, out of the state",
		],
	],
);

/** The sentence of the help about when the verb asks. */
function asks(verb: StackVerb): string {
	return verb === "preview"
		? ""
		: "On a stack of your own it shows what it would do and asks, unless --yes is given; on a lab it asks nothing.\n";
}

/** Declares arguments and action of one of them. */
function stackVerb(
	verb: StackVerb,
	examples: readonly string[],
	more: readonly (readonly [option: string, meaning: string])[] = [],
): (command: Command) => void {
	return (command) => {
		for (const [option, meaning] of more) command.option(option, meaning);
		command
			.argument("[folder]", "with Pulumi.yaml", ".")
			.usage("[folder] [options] [options of pulumi]")
			.addOption(stackOption())
			.addOption(outputOption())
			.allowUnknownOption()
			.allowExcessArguments()
			.addHelpText(
				"after",
				`
${asks(verb)}All options of pulumi ${verb} go to pulumi; \`pulumi ${verb} --help\` lists them. Write those that only a newer pulumi has after --.
${examples.map((example) => `Example: ${example}`).join("\n")}`,
			)
			.action(
				async (_folder: string, { output }: { output: "text" | "json" }) => {
					const typed = command.parent?.args ?? [];
					const { readPulumiWords } = await import("../pulumi/pulumi-words.ts");
					const { runStackVerb } = await import("./run-stack-verb.ts");
					process.exitCode = await runStackVerb(
						verb,
						readPulumiWords(typed.slice(typed.indexOf(verb) + 1)),
						output,
					);
				},
			);
	};
}
