/** Our units on a director of a cluster that look after something while it runs: who serves, and who has the VIP. */
export function agentsOf(component: string): string[] {
	return ["health", "failover"].map((agent) => `lvs-${component}-${agent}`);
}
