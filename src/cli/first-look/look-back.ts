import { formatError } from "../format-error.ts";
import type { Display } from "../pulumi/display.ts";
import type { Stack } from "../pulumi/pulumi.ts";
import {
	type Deployed,
	type DeployedHost,
	deployed,
} from "../stack/deployed.ts";
import { awayLines, driftOf, notLookedAt } from "./format-looks.ts";
import { leftOpen } from "./left-open.ts";
import { differs, isAway, type Look, lookAtOne } from "./look-first.ts";

/** What is left after an `up` that succeeded. */
interface Left {
	/** Hosts that differed before, and still do. */
	readonly notRepaired: readonly Look[];
	/** Hosts that differ although `up` found or left them well. */
	readonly changed: readonly Look[];
	/** Hosts that were away before, and did not change since. */
	readonly away: readonly Look[];
	/** Hosts that cannot be reached any more. */
	readonly lost: readonly Look[];
}

/**
 * Looks once more at what may not be as declared after an `up` that succeeded, and prints what is left. Resources of other packages may have made a machine anew
 * at the same address while `up` ran, and neither the first look nor a declaration shows that: then every host is looked at.
 *
 * @param looks what was seen before
 * @returns the exit code
 */
export async function lookBack(
	run: { readonly display: Display; readonly partial: boolean },
	stack: Stack,
	looks: readonly Look[],
	{ hasOthers }: Pick<Deployed, "hasOthers">,
	{
		read = deployed,
		look = lookAtOne,
	}: {
		readonly read?: (stack: Stack) => Promise<Pick<Deployed, "hosts">>;
		readonly look?: (host: DeployedHost) => Promise<Look>;
	} = {},
): Promise<number> {
	const told = looks.filter((one) => differs(one) || isAway(one));
	if (told.length === 0 && !hasOthers) return 0;
	const { hosts } = await read(stack);
	const open = leftOpen(told, hosts);
	const isOpen = ({ urn }: DeployedHost) =>
		open.some(({ host }) => host.urn === urn);
	const lookAll = (all: readonly DeployedHost[]) => Promise.all(all.map(look));
	const [again, others] = await Promise.all([
		// somebody may have repaired it in between
		lookAll(open.filter(differs).map(({ host }) => host)),
		lookAll(hasOthers ? hosts.filter((host) => !isOpen(host)) : []),
	]);
	const left: Left = {
		notRepaired: again.filter(differs),
		changed: others.filter(differs),
		away: open.filter(isAway),
		lost: [...again, ...others].filter(isAway),
	};
	const lines = linesOf(left, run);
	const exit = exitOf(left, run);
	const json = run.display === "lines" || run.display === "document";
	if (json && exit !== 0) console.log(formatError(lines.join("\n"), exit));
	else for (const line of lines) console.error(line);
	return exit;
}

function linesOf(
	{ notRepaired, changed, away, lost }: Left,
	{ partial }: { readonly partial: boolean },
): string[] {
	const unseen = notLookedAt([...away, ...lost]);
	return [
		...(notRepaired.length === 0
			? []
			: [
					partial
						? "not repaired, as up was restricted to other resources:"
						: "not repaired:",
					...notRepaired.flatMap(driftOf),
				]),
		...(changed.length === 0
			? []
			: [
					"changed while up ran, as when a machine is made anew; run up again:",
					...changed.flatMap(driftOf),
				]),
		...awayLines(lost),
		...(unseen === undefined
			? []
			: [
					`${unseen}: it is not known whether all is as declared there; run up again when it answers`,
				]),
	];
}

function exitOf(
	{ notRepaired, changed, away, lost }: Left,
	{ partial }: { readonly partial: boolean },
): number {
	if (away.length + lost.length > 0) return 3;
	if (changed.length > 0) return 1;
	return notRepaired.length > 0 && !partial ? 1 : 0;
}
