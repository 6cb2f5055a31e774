/** Our units on a director of a cluster that watch something while it runs: which real servers serve, and which director has the VIP. */
export function agentsOf(component: string): string[] {
	return ["health", "failover"].map((agent) => `lvs-${component}-${agent}`);
}
