import type { Finding, Judged } from "./finding.ts";

/** Probes that ended for the same cause are one finding: the first one's evidence stands for all, and names the others. */
export function joined(findings: readonly Judged[]): Finding[] {
	const causes = new Map<string, Finding>();
	for (const { thing, ...finding } of findings) {
		const { host, cause } = finding;
		const key = `${host}|${thing ?? cause.replace(/\d+ (ms|s)\b/g, "")}`;
		const first = causes.get(key);
		const also = `the same: ${cause}`;
		if (first === undefined) causes.set(key, finding);
		else if (
			thing !== undefined &&
			first.cause !== cause &&
			!first.evidence.includes(also)
		)
			causes.set(key, { ...first, evidence: [...first.evidence, also] });
	}
	return [...causes.values()];
}
