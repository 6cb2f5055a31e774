import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
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

/** Variables of a machine whose users go out by a proxy that is not there. @param home a directory for a .curlrc that says so too */
export function behindProxy(home: string): NodeJS.ProcessEnv {
	const proxy = "http://127.0.0.1:9";
	writeFileSync(
		join(home, ".curlrc"),
		`proxy = "${proxy}"\nuser-agent = "mine"\n`,
	);
	const { no_proxy: _, NO_PROXY: __, CURL_HOME: ___, ...others } = process.env;
	return { ...others, HOME: home, http_proxy: proxy, all_proxy: proxy };
}
