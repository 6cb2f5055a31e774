import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestLab } from "./harness.ts";

/** Real servers of each service, at 172.18.0.100 and on; nobody is there. */
export const servers = 10;

/**
 * Writes a program with many services on the director `lb`, from port 1000 on.
 *
 * @param options.weight of the first real server in the service of number `changed` (default 0); all others have 1.
 */
export function declareMany(
	{ folder }: TestLab,
	{
		services,
		weight,
		changed = 0,
	}: {
		readonly services: number;
		readonly weight: number;
		readonly changed?: number;
	},
): void {
	writeFileSync(
		join(folder, "Pulumi.yaml"),
		"name: many\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
	);
	writeFileSync(
		join(folder, "index.ts"),
		`
import { Cluster } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const realServers = Object.fromEntries(
	Array.from({ length: ${servers} }, (_, i) => [\`rs\${i + 1}\`, { address: \`172.18.0.\${100 + i}\` }]),
);
const services = Object.fromEntries(
	Array.from({ length: ${services} }, (_, i) => [
		\`s\${i}\`,
		{ tcp: 1000 + i, scheduler: "wrr", realServers: i === ${changed} ? { rs1: { weight: ${weight} } } : {} },
	]),
);
new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "nat",
	directors: { lb: { host: lab().lb, address: "172.18.0.66" } },
	realServers,
	services,
});
`,
	);
}
