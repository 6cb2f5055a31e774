import { randomBytes } from "node:crypto";
import { RemoteError } from "../../errors.ts";
import type { Desired } from "../../model/desired.ts";
import type { Family } from "../../model/family.ts";
import { quote } from "../../model/quote.ts";
import { newMark } from "../../ssh/new-mark.ts";
import type { Execution, Session } from "../../ssh/session.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { tail } from "../../ssh/tail.ts";
import { describe, functionsOf, render, secondsOf } from "../kinds/actions.ts";
import { readerAfter } from "../large/reader-after.ts";
import { changeDone, changeLock, exits, lockFunctions } from "../lock.ts";
import { lookScript, parseLook } from "../look/observe.ts";
import type { Observed } from "../observed.ts";
import { owedBy, owedFile } from "../owed.ts";
import { parseSections, section, setMark } from "../sections.ts";
import type { Step } from "../step.ts";

/** Another operation of ours changed the host between the look and the change. The caller must look and plan again. */
export class StaleLook extends Error {
	override readonly name = "StaleLook";
}

/** A step failed. The message names the step. No later step was done. */
export class StepError extends RemoteError {}

/**
 * Applies steps and looks again, in one remote execution under one exclusive lock. Only this function carries out steps.
 *
 * @param options.unless paths. If one exists on the host, the look counts as stale too.
 * @throws StaleLook where nothing was done because another operation came between.
 * @throws StepError that names the step, what was seen and what to do.
 * @throws RemoteError where the host was lost.
 */
export async function apply(
	session: Session,
	owner: string,
	steps: readonly Step[],
	looked: Pick<Observed, "generation" | "family" | "ipvs">,
	desired: Desired,
	options: { readonly unless?: readonly string[] } = {},
): Promise<Observed> {
	const reader = readerAfter(steps, owner, desired, looked.ipvs);
	const mark = newMark();
	const execution = await session.run(
		applyScript(owner, steps, looked, {
			mark,
			unless: options.unless,
			look: lookScript(owner, desired, reader, { afterChange: true }),
		}),
		{
			doing: `apply ${steps.length} ${steps.length === 1 ? "step" : "steps"}`,
			timeoutSeconds: 180 + secondsOf(steps),
		},
	);
	if (execution.exit === exits.stale) throw new StaleLook();
	if (execution.exit === exits.failed)
		throw failure(session.host, steps, { ...execution, mark });
	return parseLook(
		session.host,
		owner,
		{ ...execution, mark },
		desired,
		reader,
	);
}

function applyScript(
	owner: string,
	steps: readonly Step[],
	looked: Pick<Observed, "generation" | "family">,
	{
		mark,
		look,
		unless = [],
	}: {
		readonly mark: string;
		readonly look: string;
		readonly unless?: readonly string[] | undefined;
	},
): string {
	const next = randomBytes(8).toString("hex");
	return [
		setMark(mark),
		lockFunctions,
		...unless.map((path) => sh`[ ! -e ${path} ] || exit ${exits.stale}`),
		changeLock(owner, looked.generation, next),
		functionsOf(steps),
		failed,
		...owing(owner, steps),
		...steps.map((step, index) => run(step, index, looked.family)),
		drained(owner),
		...(owedBy(steps).length > 0
			? [sh`[ ! -e ${owedFile(owner)} ] || : >${owedFile(owner)}`]
			: []),
		changeDone(next),
		// a power cut right after the change must not lose any of it
		"sync",
		look,
	].join("\n");
}

/** Shell text that notes reloads, restarts and scripts before the steps run. If a step fails, the next change still does them. */
function owing(owner: string, steps: readonly Step[]): string[] {
	const words = owedBy(steps);
	return words.length === 0
		? []
		: [sh`printf '%s\\n' ${words} >${owedFile(owner)}`];
}

/** Shell text that forgets when drains began. A real server that is removed again later then gets the whole time again. */
function drained(owner: string): string {
	const since = raw(`"$lvs_run"/${quote(`${owner}.draining`)}`);
	return sh`[ ! -d ${since} ] || rm -rf ${since}`;
}

/** Ends the script where a step failed, and tells what is full. */
const failed = `failed() { # step exit
	${section("failed")}; echo "$1 $2"; ${section("full")}
	df -P / /etc /usr /usr/local /usr/local/lib /var /var/lib /var/www /run 2>/dev/null | while read -r _ _ _ free _ where; do
		[ "$free" != 0 ] || echo "$where"
	done | sort -u
	exit ${exits.failed}
}`;

function run(step: Step, index: number, family: Family): string {
	return `{
${render(step, family)}
} || failed ${index} $?`;
}

function failure(
	host: string,
	steps: readonly Step[],
	{ mark, stdout, stderr }: Execution & { readonly mark: string },
): StepError {
	const sections = parseSections(mark, stdout);
	const [index, exit] = sections.get("failed")?.[0]?.split(" ") ?? [];
	const full = sections.get("full") ?? [];
	const step = steps[Number(index)];
	return new StepError({
		host,
		doing: step === undefined ? "apply" : describe(step),
		saw: `exit ${exit}${tail(stderr)}`,
		advice:
			full.length > 0
				? `No space is left on ${full.join(", ")}: make room, then run up again.`
				: "Nothing after this step was done. Mend the cause, then run up again: it goes on from here.",
	});
}
