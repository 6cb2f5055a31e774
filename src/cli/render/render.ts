import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";
import { stackOption } from "../stack/stack-option.ts";

interface Options {
	readonly output: string;
	readonly stack?: string;
}

export default function render(command: Command): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(stackOption())
		.addOption(outputOption())
		.addHelpText(
			"after",
			`
The hosts come in a fixed order: by component, role and name. @httpd@, @ipvs-rules@ and the like are names that differ between
distributions; they are filled in on the host, and the text begins with what each will be. @secret:...@ is a secret. Example: lvsctl render labs/02-dr`,
		)
		.action(async (folder: string, { output, stack }: Options) => {
			const { openStack } = await import("../stack/open-stack.ts");
			const { rendered } = await import("./rendered.ts");
			const { formatRendered } = await import("./format-rendered.ts");
			const hosts = await rendered((await openStack(folder, stack)).stack);
			printAnswer(output, hosts, () => formatRendered(hosts));
		});
}
