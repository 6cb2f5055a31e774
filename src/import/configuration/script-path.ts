import { createHash } from "node:crypto";

/** The path for a script that runs a program of the operator's as a check. Different texts get different paths. */
export function scriptPath(path: string, text: string): string {
	const digest = createHash("sha256").update(text).digest("hex").slice(0, 4);
	return `/usr/local/sbin/lvs-check-${path
		.replace(/^.*\//, "")
		.replace(/\.[a-z]+$/, "")
		.replace(/[^A-Za-z0-9_-]/g, "-")}-${digest}`;
}

/** What is said of such a script. */
export function scriptRemark(path: string, text: string): string {
	return `it is called with arguments other than address and port of the real server: write an executable script ${path} on each director, \`#!/bin/sh\` and \`${text}\``;
}
