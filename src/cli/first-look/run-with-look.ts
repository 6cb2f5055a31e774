import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { foundVariable } from "../../provider/found.ts";
import type { Display } from "../pulumi/display.ts";
import { runPulumi, type Stack } from "../pulumi/pulumi.ts";
import type { Deployed } from "../stack/deployed.ts";
import { formatLooks, notLookedAt } from "./format-looks.ts";
import { lookBack } from "./look-back.ts";
import { differs, isAway, type Look, lookFirst } from "./look-first.ts";
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
 * @returns the exit code: 3 also if all went well, but a host could not be looked at; 1 if something differs then.
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
		const before = await reading;
		const exit = await runPulumi(words, stack, { display });
		return exit !== 0 || onlyShows || looker === "nobody"
			? exit
			: lookBack(run, stack, [], before);
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
		return exit !== 0 || onlyShows
			? exit
			: await lookBack(run, stack, looks, await reading);
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
