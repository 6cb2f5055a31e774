import { formatError } from "../format-error.ts";
import { askPulumi } from "../pulumi/ask-pulumi.ts";
import type { Display } from "../pulumi/display.ts";
import { runPulumi, type Stack } from "../pulumi/pulumi.ts";
import { type Deployed, deployed } from "../stack/deployed.ts";
import { decideRefresh, type Looker } from "./decide-refresh.ts";
import { driftOf, formatLooks, notLookedAt } from "./format-looks.ts";
import { leftOpen } from "./left-open.ts";
import { differs, isAway, type Look, lookFirst } from "./look-first.ts";

/** An `up` or `preview`. */
export interface Run {
	/** What pulumi is given: the verb and its options. */
	readonly words: readonly string[];
	readonly display: Display;
	/** Whether nothing is changed: a preview. */
	readonly onlyShows: boolean;
	readonly looker: Looker;
	/** Whether the user restricts it to some resources. */
	readonly partial: boolean;
}

/**
 * Looks at the hosts that the stack has, tells what was found, and runs pulumi, with a refresh where something was found.
 *
 * @returns the exit code: 3 too where all went well, but a host could not be looked at; 1 where something still differs.
 */
export async function runAfterLook(
	run: Run,
	stack: Stack,
	{ hosts, hasOthers }: Pick<Deployed, "hosts" | "hasOthers">,
): Promise<number> {
	const { words, display, onlyShows, looker } = run;
	if (looker === "nobody" && hosts.length > 0) {
		const notSeen = "hosts were not looked at";
		console.error(notSeen);
		return runPulumi(words, stack, { display, notSeen });
	}
	if (looker !== "lvsctl" || hosts.length === 0)
		return runPulumi(words, stack, { display });
	const looks = await lookFirst(hosts);
	for (const line of formatLooks(looks, run)) console.error(line);
	const { flag, before } = decideRefresh(looks, { onlyShows, hasOthers });
	if (before.length > 0) await refreshAlone(stack, before);
	const exit = await runPulumi(
		flag === undefined ? words : [...words, flag],
		stack,
		{ display, notSeen: notLookedAt(looks) },
	);
	return exit !== 0 || onlyShows ? exit : lookBack(run, stack, looks);
}

/** Takes what was found of some hosts into the state, so that the change that follows repairs it. */
async function refreshAlone(
	stack: Stack,
	urns: readonly string[],
): Promise<void> {
	const targets = urns.flatMap((urn) => ["--target", urn]);
	await askPulumi(["refresh", "--yes", "--skip-preview", ...targets], stack);
}

/** Tells what is open after an `up` that succeeded. @returns the exit code */
async function lookBack(
	{ display, partial }: Run,
	stack: Stack,
	looks: readonly Look[],
): Promise<number> {
	const told = looks.filter((look) => differs(look) || isAway(look));
	if (told.length === 0) return 0;
	const open = leftOpen(told, (await deployed(stack)).hosts);
	// somebody may have repaired it in between
	const still = await lookFirst(
		open.filter(differs).map(({ host }) => host),
	).then((again) => again.filter(differs));
	const unseen = notLookedAt(open);
	const lines = [
		...(still.length === 0
			? []
			: [
					partial
						? "not repaired, as up was restricted to other resources:"
						: "not repaired:",
					...still.flatMap(driftOf),
				]),
		...(unseen === undefined
			? []
			: [
					`${unseen}: whether all is as declared there is not known; up again when it answers`,
				]),
	];
	if (lines.length === 0) return 0;
	const exit = unseen !== undefined ? 3 : partial ? 0 : 1;
	const json = display === "lines" || display === "document";
	if (json && exit !== 0) console.log(formatError(lines.join("\n"), exit));
	else for (const line of lines) console.error(line);
	return exit;
}
