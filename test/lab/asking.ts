import assert from "node:assert/strict";
import type { TestLab } from "./harness.ts";

/** What a client saw of its requests, each a new connection, several a second. */
export interface Asked {
	readonly requests: number;
	/** Requests that failed: when they began, by the client's clock since it booted, and what curl says. */
	readonly failed: readonly { readonly at: number; readonly why: string }[];
}

/**
 * Asks from the client, a new request each 0.3 s without waiting for the one before, while `meanwhile` runs, and for a second
 * more. Each request may take 15 s, and all are waited for.
 */
export async function asking(
	lab: TestLab,
	url: string,
	meanwhile: () => Promise<unknown>,
): Promise<Asked> {
	const root = (script: string) => lab.run("client", "sh", "-c", script);
	await root(`rm -f /tmp/asked; touch /tmp/asking
{ while [ -e /tmp/asking ]; do
	{ read -r at _ </proc/uptime; echo "$at $(curl -s -m 15 -o /dev/null -w '%{http_code} %{errormsg}' ${url})" >>/tmp/asked; } &
	sleep 0.3
done; wait; : >/tmp/asked.end; } >/dev/null 2>&1 </dev/null &
rm -f /tmp/asked.end; sleep 0.5`);
	try {
		await meanwhile();
	} catch (error) {
		// the next test has the client for itself
		await root("rm -f /tmp/asking");
		throw error;
	}
	const lines = await root(
		"sleep 1; rm /tmp/asking; for i in $(seq 200); do [ ! -e /tmp/asked.end ] || break; sleep 0.1; done; cat /tmp/asked",
	);
	const answers = lines.split("\n").map((line) => {
		const [at = "", code, ...why] = line.split(" ");
		return {
			at: Number(at),
			good: code === "200",
			why: `${code} ${why.join(" ")}`,
		};
	});
	assert.ok(answers.length > 5, lines);
	return {
		requests: answers.length,
		failed: answers
			.filter(({ good }) => !good)
			.map(({ at, why }) => ({ at, why })),
	};
}
