import type { Command } from "commander";

export default function zero(command: Command): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.action(async (folder: string) => {
			const { deployedCluster } = await import("./deployed.ts");
			const { zeroCounters } = await import(
				"../host/operations/zero-counters.ts"
			);
			const { withSession } = await import("../ssh/with-session.ts");
			const { directors } = await deployedCluster(folder);
			for (const { connection, desired } of directors)
				await withSession(connection, (session) =>
					zeroCounters(session, desired),
				);
		});
}
