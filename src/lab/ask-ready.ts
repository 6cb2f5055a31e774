import { openAgent } from "./agent.ts";
import { machinePaths } from "./paths.ts";

/** Resolves when the machine's agent answers. While the machine boots, the answer waits until it is ready. */
export async function askReady(
	directory: string,
	machine: string,
	timeoutSeconds: number,
): Promise<void> {
	const agent = await openAgent(
		machinePaths(directory, machine).agent,
		timeoutSeconds,
	);
	try {
		agent.send("ping");
		await agent.hear("ready", timeoutSeconds);
	} finally {
		agent.close();
	}
}
