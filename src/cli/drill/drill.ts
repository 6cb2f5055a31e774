import {
	Argument,
	type Command,
	InvalidArgumentError,
	Option,
} from "commander";
import { drillNumbers } from "../../drill/drill-numbers.ts";
import { type HeldLimit, heldLimits } from "../../drill/judge-limits.ts";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";
import { readDuration } from "../read-duration.ts";
import { stackOption } from "../stack/stack-option.ts";

interface Options {
	readonly output: string;
	readonly stack?: string;
	readonly list: boolean;
	/** Seconds. */
	readonly before: number;
	readonly for: number;
	readonly after: number;
	readonly timeout: number;
	/** Numbers. */
	readonly rate: number;
	readonly hold: number;
	readonly lost?: number;
	/** Seconds. */
	readonly within?: number;
	readonly held?: HeldLimit;
	readonly url?: string;
	readonly download?: string;
	readonly service?: string;
	readonly from?: string;
	readonly unit?: string;
}

const { beforeSeconds, lastsSeconds, afterSeconds, timeoutSeconds } =
	drillNumbers;
const { rate, hold, lost, withinSeconds } = drillNumbers;

export default function drill(command: Command): void {
	command
		.addArgument(
			new Argument(
				"[event]",
				"real-server, director, agent, each with a word; or up. --list says all",
			).choices(["real-server", "director", "agent", "up"]),
		)
		.argument("[happening...]", "what happens, the machine's name, the folder")
		.usage("<event> [machine] [folder] [options]")
		.addOption(stackOption())
		.addOption(outputOption())
		.option("--list", "say what every event does, and do nothing", false)
		.addOption(
			time("--before <time>", "requests before the event", beforeSeconds),
		)
		.addOption(time("--for <time>", "how long the event lasts", lastsSeconds))
		.addOption(
			time("--after <time>", "requests after it is over", afterSeconds),
		)
		.addOption(
			new Option("--rate <number>", "new requests a second")
				.default(rate.usual)
				.argParser(numberIn(rate)),
		)
		.addOption(
			time("--timeout <time>", "how long one request may take", timeoutSeconds),
		)
		.addOption(
			new Option("--hold <number>", "connections that are held open")
				.default(hold.usual)
				.argParser(numberIn(hold)),
		)
		.option(
			"--download <path>",
			"hold them by slow downloads of this, 3 MB or more; default: by a request now and then",
		)
		.option("--url <url>", "what is asked for: a path, or a URL; default: /")
		.option(
			"--service <key>",
			'the service as ipvsadm names it, like "-t 172.18.0.70:80"; default: the first of TCP',
		)
		.option(
			"--from <host>",
			"the machine that asks: its name in the declaration, or user@address[:port]; default: the client of the smoke test",
		)
		.option("--unit <name>", "the unit that is stopped, or killed")
		.addOption(
			new Option(
				"--lost <number>",
				"end with 1 if more requests are lost",
			).argParser(numberIn(lost)),
		)
		.addOption(
			new Option(
				"--within <time>",
				"end with 1 if a request is lost that began later than this after the event, or after its end",
			).argParser(readDuration(withinSeconds)),
		)
		.addOption(
			new Option(
				"--held <which>",
				"end with 1 if a held connection breaks: any, or one to others than the real server that the event hits",
			).choices(heldLimits),
		)
		.addHelpText(
			"after",
			`
What it did is taken back, also after Ctrl-C. On machines of your own only what can be taken back is done: --list says what.
Example: lvsctl drill real-server stop rs2 --within 6s
Example: lvsctl drill director power-off labs/13-failover --lost 5 --held all`,
		)
		.action(
			async (event: string | undefined, words: string[], options: Options) => {
				const { output, list, stack } = options;
				if (list) {
					const { listEvents, formatEvents } = await import("./list-events.ts");
					const all = listEvents();
					printAnswer(output, all, () => formatEvents(all));
					return;
				}
				const { readWords } = await import("./read-words.ts");
				const read = readWords(event === undefined ? [] : [event, ...words]);
				const { openCluster } = await import("../stack/open-stack.ts");
				const { drillCluster } = await import("./drill-cluster.ts");
				const { exitOf } = await import("./report.ts");
				const { formatReport } = await import("./format-report.ts");
				const { reporter } = await import("../reporter.ts");
				const report = await drillCluster(
					await openCluster(read.folder, stack),
					read,
					{
						...options,
						during: options.for,
						timeoutSeconds: options.timeout,
						limits: options,
					},
					reporter(),
				);
				printAnswer(output, report, () => formatReport(report));
				process.exitCode = exitOf(report);
			},
		);
}

function time(
	flags: string,
	means: string,
	{ usual, ...limits }: Limits & { readonly usual: number },
): Option {
	return new Option(flags, means)
		.default(usual, `${usual}s`)
		.argParser(readDuration(limits));
}

interface Limits {
	readonly least: number;
	readonly most: number;
}

function numberIn({ least, most }: Limits): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (/^\d{1,7}$/.test(text) && value >= least && value <= most) return value;
		throw new InvalidArgumentError(
			`write a whole number from ${least} to ${most}`,
		);
	};
}
