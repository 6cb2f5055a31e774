import { UsageError } from "../usage-error.ts";

/** The name of the one stack that a lab has. */
export const labStack = "lab";

/** The facts about a folder before pulumi is called. */
export interface Known {
	readonly folder: string;
	/** `--stack`. */
	readonly given: string | undefined;
	/** PULUMI_STACK, where the user has set it. */
	readonly variable: string | undefined;
	/** Whether the folder has a lab. */
	readonly hasLab: boolean;
	/** The stacks that have settings, and their files, like Pulumi.prod.yaml. */
	readonly settings: ReadonlyMap<string, string>;
}

/** The stack of the folder's lab, or one of the user's own. Without a name: the one that pulumi has selected. */
export type Choice = "lab" | { readonly own: string | undefined };

/** @throws UsageError if two stacks may be meant. */
export function chooseStack(known: Known): Choice {
	const { folder, given, variable, hasLab, settings } = known;
	if (!hasLab) return { own: given ?? variable };
	if (given !== undefined) return given === labStack ? "lab" : { own: given };
	const others = new Map([
		...settings,
		...(variable === undefined ? [] : [[variable, "PULUMI_STACK"] as const]),
	]);
	others.delete(labStack);
	if (others.size === 0) return "lab";
	const names = [labStack, ...others.keys()];
	throw new UsageError(
		`${folder}: its stack can be ${[
			`${labStack} (lab.ts)`,
			...[...others].map(([name, why]) => `${name} (${why})`),
		].join(
			" or ",
		)}; say which: ${names.map((name) => `--stack ${name}`).join(" or ")}`,
	);
}

/**
 * The user's own stack, if none was named.
 *
 * @param stacks the stacks of this project in the backend.
 * @throws UsageError if none is selected and there is not exactly one.
 */
export function chooseOwn(
	folder: string,
	stacks: readonly { readonly name: string; readonly current: boolean }[],
): string {
	const selected = stacks.find(({ current }) => current) ?? stacks[0];
	if (selected === undefined)
		throw new UsageError(
			`${folder}: it has no stack yet; make one, for example: pulumi stack init prod`,
		);
	if (stacks.length > 1 && !selected.current)
		throw new UsageError(
			`${folder}: no stack is selected; there are ${stacks.map(({ name }) => name).join(", ")}; say which: --stack ${selected.name}, or select it: pulumi stack select ${selected.name}`,
		);
	return selected.name;
}
