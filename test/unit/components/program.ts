import {
	Cluster,
	type ClusterArgs,
	SmokeTest,
	spread,
} from "../../../src/index.ts";
import { connection, declared } from "../model/declared.ts";

/** Experiment 2 with its proof: the program of labs/02-dr, with leaves that a test may change. */
export function experiment(
	change: (declaration: ReturnType<typeof declared>) => ClusterArgs = (same) =>
		same,
): { web: Cluster; proof: SmokeTest } {
	const web = new Cluster("web", change(declared()));
	const proof = new SmokeTest("spread", {
		cluster: web,
		from: connection(2204),
		checks: [spread({ service: "http" })],
	});
	return { web, proof };
}
