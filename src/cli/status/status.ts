import { type Command, Option } from "commander";
import { connectLimits } from "../../model/connect-limits.ts";
import { outputOption } from "../output-option.ts";
import { readDuration } from "../read-duration.ts";
import { stackOption } from "../stack/stack-option.ts";

interface Options {
	readonly output: string;
	readonly watch: boolean;
	readonly stack?: string;
	/** Seconds. Default: the declared `connectSeconds`, else 10. */
	readonly timeout?: number;
}

export default function status(command: Command): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(stackOption())
		.addOption(outputOption())
		.addOption(
			new Option("-w, --watch", "show it again every two seconds").default(
				false,
			),
		)
		.addOption(
			new Option(
				"--timeout <time>",
				"how long one host may take to be reached; default: its connectSeconds, or 10s",
			).argParser(readDuration(connectLimits)),
		)
		.addHelpText("after", "\nExample: lvsctl status --stack prod --watch")
		.action(async (folder: string, options: Options) => {
			const { output, watch, timeout, stack } = options;
			const { openHosts } = await import("../stack/open-stack.ts");
			const { readStatus } = await import("./read-status.ts");
			const { formatStatus } = await import("./format-status.ts");
			const { statusJson } = await import("./status-json.ts");
			const open = await openHosts(folder, stack);
			const show = async () => {
				const found = await readStatus(open, timeout);
				if (watch && output !== "json") console.clear();
				console.log(
					output === "json"
						? JSON.stringify(statusJson(found), null, watch ? undefined : "\t")
						: formatStatus(found),
				);
				process.exitCode = found.hosts.some(({ unseen }) => unseen)
					? 3
					: // if a host differs, or `up` would refuse it, the answer is no
						found.problems.length > 0 ||
							found.hosts.some(
								({ drift, refused }) => drift.length + refused.length > 0,
							)
						? 1
						: 0;
			};
			if (!watch) return show();
			const { showAgain } = await import("./show-again.ts");
			await showAgain(show, 2000);
		});
}
