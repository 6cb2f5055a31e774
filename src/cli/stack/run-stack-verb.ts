import { lookerOf } from "../first-look/looker.ts";
import { runWithLook } from "../first-look/run-with-look.ts";
import { askToForget } from "../forget/ask-to-forget.ts";
import { upLab } from "../lab/up-lab.ts";
import {
	asks,
	asksInVain,
	displayFor,
	hasOption,
	isConfirmed,
	type StackVerb,
} from "../pulumi/display.ts";
import { runPulumi } from "../pulumi/pulumi.ts";
import type { PulumiWords } from "../pulumi/pulumi-words.ts";
import { reporter } from "../reporter.ts";
import { UsageError } from "../usage-error.ts";
import { deployed } from "./deployed.ts";
import { stackLine } from "./stack-line.ts";
import { stackOf } from "./stack-of.ts";

/**
 * Runs the Pulumi verb on the folder's stack. For `up` and `preview` its lab is started first, if it has one, and the hosts are looked at. A host that is to be
 * forgotten is first taken out of the state.
 *
 * @returns the exit code.
 */
export async function runStackVerb(
	verb: StackVerb,
	{ folder, stack: given, forget, options }: PulumiWords,
	output: "text" | "json",
): Promise<number> {
	if (forget !== undefined && verb !== "destroy")
		throw new UsageError(
			`--forget: ${verb} has no such option; lvsctl forget ${forget} takes a host out of the state, and lvsctl destroy --forget does it first`,
		);
	if (verb === "refresh" && lookerOf(options) === "nobody")
		throw new UsageError(
			"--no-refresh: refresh does nothing but look at the hosts; leave the option out",
		);
	const stack = await stackOf(folder, given, async () => {
		if (verb === "up" || verb === "preview") await upLab(folder, reporter());
	});
	const lab = stack.machines !== undefined;
	const has = hasOption(options);
	const operation = {
		verb,
		options,
		lab,
		json: output === "json" || has("--json", "-j"),
		terminal: process.stdin.isTTY && process.stdout.isTTY,
		confirmed: isConfirmed({ ...process.env, ...stack.environment }),
	};
	if (asksInVain(operation))
		throw new UsageError(
			`${folder}: ${verb} of stack ${stack.name} asks before it does anything, and nobody can answer here; add --yes${verb === "up" ? " (lvsctl preview shows what it would do)" : ", or --preview-only to see what it would do"}`,
		);
	if (forget !== undefined) {
		// if the verb asks nothing, we ask nothing before it
		const yes = lab || operation.confirmed || has("--yes", "-y");
		const say = operation.json ? console.error : console.log;
		if ((await askToForget(stack, forget, { yes, say })) === undefined)
			return 1;
	}
	const { display, flags } = displayFor(operation);
	const words = [verb, ...flags, ...options];
	if (verb === "up" || verb === "preview") {
		const reading = deployed(stack);
		// the machines of a lab are known; a stack of the user's own must be found first
		console.error(stackLine(stack, lab ? [] : (await reading).hosts));
		const onlyShows = verb === "preview" || has("--preview-only");
		const exit = await runWithLook(
			{
				words,
				display,
				onlyShows,
				asks: asks(operation),
				looker: lookerOf(options),
				partial: has(...restricting),
			},
			stack,
			reading,
		);
		if (exit === 1 && !onlyShows) {
			const { diagnoseFailedProof } = await import(
				"../diagnose/diagnose-failed.ts"
			);
			await diagnoseFailedProof(stack);
		}
		return exit;
	}
	const { hosts, hasOthers } = lab
		? { hosts: [], hasOthers: false }
		: await deployed(stack);
	console.error(stackLine(stack, hosts));
	// a deletion looks at the host itself; if Pulumi.yaml asks for a refresh, one host that cannot be reached would stop all others
	const spared =
		verb === "destroy" &&
		(lab || hosts.length > 0) &&
		!hasOthers &&
		lookerOf(options) === "lvsctl";
	return runPulumi([...words, ...(spared ? ["--refresh=false"] : [])], stack, {
		display,
	});
}

/** Options of pulumi with which it works only on some of the resources. */
const restricting = ["--target", "-t", "--exclude", "-x", "--target-replace"];
