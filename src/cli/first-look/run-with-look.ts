import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { foundVariable } from "../../provider/found.ts";
import { formatError } from "../format-error.ts";
import type { Display } from "../pulumi/display.ts";
import { runPulumi, type Stack } from "../pulumi/pulumi.ts";
import { type Deployed, deployed } from "../stack/deployed.ts";
import { driftOf, formatLooks, notLookedAt } from "./format-looks.ts";
import { leftOpen } from "./left-open.ts";
import {
	differs,
	isAway,
	type Look,
	lookAtOne,
	lookFirst,
} from "./look-first.ts";
import type { Looker } from "./looker.ts";

/** An `up` or `preview`. */
export interface Run {
	/** The words for pulumi: the verb and its options. */
	readonly words: readonly string[];
	readonly display: Display;
	/** Whether nothing is changed: a preview. */
	readonly onlyShows: boolean;
	/** Whether pulumi asks before it changes anything: the result of the look must stand above its question. */
	readonly asks: boolean;
	readonly looker: Looker;
	/** Whether the user restricts it to some resources. */
	readonly partial: boolean;
}

/** The hosts of a stack, in its state. */
type State = Pick<Deployed, "hosts" | "hasOthers">;

/**
 * Runs pulumi and looks at the hosts of the stack at the same time, and prints what was found. The provider waits for the look at a host before it decides what
 * to do there.
 *
 * @param reading the state, which may still be read.
 * @returns the exit code: 3 also if all went well, but a host could not be looked at; 1 if something still differs.
 */
export async function runWithLook(
	run: Run,
	stack: Stack,
	reading: Promise<State>,
): Promise<number> {
	const { words, display, onlyShows, looker } = run;
	if (looker === "nobody" && (await reading).hosts.length > 0) {
		const notSeen = "hosts were not looked at";
		console.error(notSeen);
		return runPulumi(words, stack, { display, notSeen: () => notSeen });
	}
	if (looker !== "lvsctl") {
		await reading;
		return runPulumi(words, stack, { display });
	}
	const directory = mkdtempSync(join(tmpdir(), "lvs-found-"));
	try {
		const speaker = speakerFor(run);
		let looks: readonly Look[] = [];
		const looking = lookFirst(reading, directory).then(async (all) => {
			looks = all;
			for (const line of formatLooks(all, run)) speaker.say(line);
			if (stack.machines !== undefined && (await reading).hasOthers)
				speaker.say(
					"resources of other packages are not refreshed in a lab; up -- --refresh does",
				);
		});
		// it is awaited below, and pulumi runs meanwhile
		looking.catch(() => {});
		if (!isBeside(run)) await looking;
		const exit = await runPulumi(
			[...words, ...(await refreshFlag(run, stack, reading, looks))],
			// a preview shows differences by the engine's own refresh
			onlyShows ? stack : { ...stack, environment: waiting(stack, directory) },
			{ display, notSeen: () => notLookedAt(looks) },
		);
		await looking;
		speaker.end();
		return exit !== 0 || onlyShows ? exit : lookBack(run, stack, looks);
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}

/** Whether pulumi can run while the hosts are looked at. If it asks, the result of the look must stand above its question. */
function isBeside({ onlyShows, asks, partial }: Run): boolean {
	return !onlyShows && !asks && !partial;
}

/** The environment of a pulumi whose provider waits for the looks. */
function waiting({ environment }: Stack, directory: string) {
	return { ...environment, [foundVariable]: directory };
}

/** Prints what was found. If pulumi owns the terminal and asks nothing, this is printed after pulumi has ended. */
function speakerFor(run: Run) {
	const later = run.display === "pulumi" && isBeside(run);
	const kept: string[] = [];
	const print = (line: string) => console.error(line);
	return {
		say: later ? (line: string) => kept.push(line) : print,
		end: () => kept.forEach(print),
	};
}

/**
 * A preview shows differences line by line if the engine takes them into the state for itself; that fails as a whole if a host cannot be reached. Otherwise the
 * engine must not look as well, although Pulumi.yaml may ask for it. Resources of other packages are the user's affair, so there Pulumi.yaml counts. A lab only
 * has our resources, and its state may not have been read yet.
 */
async function refreshFlag(
	{ onlyShows }: Run,
	{ machines }: Stack,
	reading: Promise<State>,
	looks: readonly Look[],
): Promise<readonly string[]> {
	if (onlyShows && looks.some(differs) && !looks.some(isAway))
		return ["--refresh"];
	const spared =
		machines !== undefined ||
		(await reading.then(
			({ hosts, hasOthers }) => hosts.length > 0 && !hasOthers,
		));
	return spared ? ["--refresh=false"] : [];
}

/** Prints what is left after an `up` that succeeded. @returns the exit code */
async function lookBack(
	{ display, partial }: Run,
	stack: Stack,
	looks: readonly Look[],
): Promise<number> {
	const told = looks.filter((look) => differs(look) || isAway(look));
	if (told.length === 0) return 0;
	const open = leftOpen(told, (await deployed(stack)).hosts);
	// somebody may have repaired it in between
	const still = await Promise.all(
		open.filter(differs).map(({ host }) => lookAtOne(host)),
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
					`${unseen}: it is not known whether all is as declared there; run up again when it answers`,
				]),
	];
	if (lines.length === 0) return 0;
	const exit = unseen !== undefined ? 3 : partial ? 0 : 1;
	const json = display === "lines" || display === "document";
	if (json && exit !== 0) console.log(formatError(lines.join("\n"), exit));
	else for (const line of lines) console.error(line);
	return exit;
}
