import type { Command } from "commander";
import { outputOption } from "./output-option.ts";
import { printAnswer } from "./print-answer.ts";
import { stackOption } from "./stack/stack-option.ts";

interface Options {
	readonly output: string;
	readonly stack?: string;
}

/** The services of one director whose counters were set to zero, as ipvsadm names them. */
interface Zeroed {
	readonly cluster: string;
	readonly director: string;
	readonly services: readonly string[];
}

export default function zero(command: Command): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(stackOption())
		.addOption(outputOption())
		.addHelpText("after", "\nExample: lvsctl zero --stack prod")
		.action(async (folder: string, { output, stack }: Options) => {
			const { openCluster } = await import("./stack/open-stack.ts");
			const { ruleKey, servicesOf } = await import("../ipvs/rule.ts");
			const { clientTable } = await import("../model/client-table.ts");
			const { zeroCounters } = await import(
				"../host/operations/zero-counters.ts"
			);
			const { isAway, onEach } = await import("./stack/on-each.ts");
			const { directors } = await openCluster(folder, stack);
			const done = await onEach(
				directors,
				async ({ component, name, desired }, session): Promise<Zeroed> => {
					await zeroCounters(session, desired);
					return {
						cluster: component,
						director: name,
						services: servicesOf(clientTable(desired)).map(ruleKey),
					};
				},
			);
			printAnswer(output, done, () =>
				done
					.map((each) => {
						const where = `on ${each.director}, cluster ${each.cluster}`;
						return isAway(each)
							? `counters were NOT set to zero ${where}: ${each.away}`
							: `counters are zero ${where}: ${each.services.join(", ")}`;
					})
					.join("\n"),
			);
			if (done.some(isAway)) process.exitCode = 3;
		});
}
