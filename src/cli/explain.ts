import type { Command } from "commander";

export default function explain(command: Command): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.option(
			"-s, --service <key>",
			'the service as ipvsadm names it, like "-t 172.18.0.70:80"; default: the first',
		)
		.action(async (folder: string, { service }: { service?: string }) => {
			const { explainCluster } = await import("./explain-cluster.ts");
			console.log(await explainCluster(folder, service));
		});
}
