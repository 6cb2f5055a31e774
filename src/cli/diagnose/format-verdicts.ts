import type { Finding } from "../../diagnose/finding.ts";
import type { Verdicts } from "../../diagnose/judge.ts";

/** Writes the verdicts for people to read: first the cause, then the evidence, then the way out. */
export function formatVerdicts(verdicts: Verdicts): string {
	const { findings, good, notes } = verdicts;
	return [
		...findings.map(formatFinding),
		...good,
		...notes.map((line) => `note: ${line}`),
		...(findings.length + good.length + notes.length === 0
			? ["nothing was asked: the cluster has no service that a client can ask"]
			: []),
	].join("\n");
}

function formatFinding({
	host,
	hop,
	cause,
	evidence,
	wayOut,
}: Finding): string {
	return [
		`${host}: ${cause}`,
		`  hop: ${hop}`,
		...evidence.map((line) => `  saw: ${line}`),
		`  way out: ${wayOut}`,
	].join("\n");
}

/** 1: a cause is named. 3: none is, but a host could not be looked at, or nothing was probed. 0: every hop is good. */
export function exitOf({ findings, good, unseen }: Verdicts): number {
	if (findings.length > 0) return 1;
	return unseen.length > 0 || good.length === 0 ? 3 : 0;
}
