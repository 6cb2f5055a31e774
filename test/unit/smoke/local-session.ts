import { spawn } from "node:child_process";
import type { Session } from "../../../src/ssh/session.ts";

/** This machine as a client, with these variables: its own shell, and its own curl. */
export const localWith = (environment: NodeJS.ProcessEnv): Session => ({
	host: "root@local",
	run: (script) =>
		new Promise((resolve, reject) => {
			const child = spawn("/bin/sh", ["-s"], {
				env: environment,
				stdio: ["pipe", "pipe", "pipe"],
			});
			const text = { stdout: "", stderr: "" };
			for (const stream of ["stdout", "stderr"] as const)
				child[stream].setEncoding("utf8").on("data", (part: string) => {
					text[stream] += part;
				});
			child.once("error", reject);
			child.once("close", (exit) => resolve({ exit: exit ?? -1, ...text }));
			child.stdin.end(script);
		}),
});

export const local = localWith(process.env);
