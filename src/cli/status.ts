import { setTimeout as sleep } from "node:timers/promises";
import { type Command, Option } from "commander";
import { outputOption } from "./output-option.ts";

interface Options {
	readonly output: string;
	readonly watch: boolean;
}

export default function status(command: Command): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(outputOption())
		.addOption(
			new Option("-w, --watch", "show it again every two seconds").default(
				false,
			),
		)
		.action(async (folder: string, { output, watch }: Options) => {
			const { deployedCluster } = await import("./deployed.ts");
			const { readStatus } = await import("./read-status.ts");
			const { formatStatus } = await import("./format-status.ts");
			const cluster = await deployedCluster(folder);
			for (;;) {
				const found = await readStatus(cluster);
				if (watch && output !== "json") console.clear();
				console.log(
					output === "json"
						? JSON.stringify(found, null, watch ? undefined : "\t")
						: formatStatus(found),
				);
				// drift means that the answer is no
				process.exitCode = found.hosts.some(({ drift }) => drift.length > 0)
					? 1
					: 0;
				if (!watch) return;
				await sleep(2000);
			}
		});
}
