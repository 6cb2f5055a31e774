import { type Command, InvalidArgumentError } from "commander";
import { outputOption } from "../output-option.ts";
import { printForPrograms } from "../print-answer.ts";
import { UsageError } from "../usage-error.ts";
import { askedLab, labOption, requireMachine } from "./lab-option.ts";

export default function capture(parent: Command): void {
	parent
		.command("capture <machine>")
		.description(
			"write every frame that the switch carries to or from a machine, as pcap, until Ctrl-C: ... | wireshark -k -i -",
		)
		.addOption(labOption())
		.option("-w, --write <file>", "file to write; - is standard output", "-")
		.option("--link <link>", "only on this link (default: all)")
		.option("--seconds <number>", "end after this time", positiveNumber)
		.addOption(outputOption())
		.addHelpText(
			"after",
			"\nExample: lvsctl lab capture rs1 --seconds 5 | tcpdump -nr -",
		)
		.action(
			async (
				machine: string,
				options: {
					lab: string;
					write: string;
					link?: string;
					seconds?: number;
					output: string;
				},
				command: Command,
			) => {
				const lab = askedLab(options);
				requireMachine(command, lab, machine);
				if (
					options.link !== undefined &&
					lab.state.addresses[machine]?.[options.link] === undefined
				)
					command.error(
						`error: ${machine} is not on a link ${options.link}; it is on ${Object.keys(lab.state.addresses[machine] ?? {}).join(", ")}`,
					);
				if (options.write === "-" && options.output === "json")
					throw new UsageError(
						"-o json: standard output is for the frames; name a file for them: -w FILE",
					);
				if (options.write === "-" && process.stdout.isTTY)
					command.error(
						"error: pcap is not for a terminal; write it to a file (-w FILE) or into a pipe (| tcpdump -nr -)",
					);
				const { captureTo } = await import("./capture-to.ts");
				const bytes = await captureTo(lab, machine, options);
				const { write: file, link } = options;
				printForPrograms(options.output, { machine, link, file, bytes });
			},
		);
}

function positiveNumber(text: string): number {
	const number = Number(text);
	if (!(number > 0)) throw new InvalidArgumentError("Not a positive number.");
	return number;
}
