import type { Verdicts } from "./judge.ts";
import { judgeAll } from "./judge-all.ts";
import { parseEvidence } from "./parse-evidence.ts";
import type { Planned } from "./plan-probes.ts";
import { parseProbes } from "./probe.ts";
import type { Target } from "./target.ts";

/** The answers of the hosts and the client, as they wrote them. Recorded answers are read and judged in the same way. */
export interface Heard {
	readonly targets: readonly Target[];
	/** The probes; each names its target by its place. */
	readonly planned: readonly Planned[];
	/** What the client reported about the probes. */
	readonly said: string;
	/** Host -> section of its answer -> lines. */
	readonly answers: Readonly<
		Record<string, Readonly<Record<string, readonly string[]>>>
	>;
	/** Name of our table of nftables. */
	readonly table: string;
	/** Host that could not be looked at -> why. */
	readonly away: Readonly<Record<string, string>>;
	/** The client's address; empty where there is no client. */
	readonly from: string;
	/** The client's name among the hosts. */
	readonly client?: string;
	readonly whyNoClient?: string;
	readonly only?: string;
}

/** Reads the answers and judges them. Pure. */
export function readAnswers(heard: Heard): Verdicts {
	const { answers, table, said, client, ...others } = heard;
	const evidence = new Map(
		Object.entries(answers).map(([name, sections]) => [
			name,
			parseEvidence(name, new Map(Object.entries(sections)), table),
		]),
	);
	return judgeAll({
		...others,
		results: parseProbes(said),
		evidence,
		client: client === undefined ? undefined : evidence.get(client),
	});
}
