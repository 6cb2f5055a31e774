import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

/** What a program prints. */
export function ask(program: string, ...words: string[]): string {
	return execFileSync(program, words, { cwd: root, encoding: "utf8" }).trim();
}

/** The commit that is measured. */
export function commit(): string {
	return ask("git", "describe", "--always", "--dirty");
}

/** What `lvsctl doctor` says of one thing. */
export function found(thing: string): string {
	const findings = JSON.parse(
		ask(join(root, "bin/lvsctl"), "doctor", "-o", "json"),
	) as { what: string; found: string; consequence: string }[];
	const finding = findings.find(({ what }) => what === thing);
	return [finding?.found, finding?.consequence].filter(Boolean).join("; ");
}
