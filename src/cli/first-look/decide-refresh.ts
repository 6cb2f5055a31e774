import { differs, isAway, type Look } from "./look-first.ts";

/** Who looks at the hosts before a change: `lvsctl`, the engine because the user wrote `--refresh`, or nobody. */
export type Looker = "lvsctl" | "engine" | "nobody";

/** Who is to look, by the options for pulumi as the user wrote them. The last one counts. */
export function lookerOf(options: readonly string[]): Looker {
	const said = options.flatMap((word) => {
		const [, value] = /^(?:--refresh|-r)(?:=(.*))?$/.exec(word) ?? [];
		if (value !== undefined) return [!/^(0|f|false)$/i.test(value)];
		return word === "--refresh" || word === "-r" ? [true] : [];
	});
	const last = said.at(-1);
	if (last === undefined) return "lvsctl";
	return last ? "engine" : "nobody";
}

/** What a look leads to. */
export interface Decision {
	/** The option for pulumi. Undefined: what Pulumi.yaml says. */
	readonly flag: "--refresh" | "--refresh=false" | undefined;
	/** Resources that are refreshed by themselves before. */
	readonly before: readonly string[];
}

/**
 * The engine looks at the hosts once more, and so shows and repairs what differs, only where our look found something. Where a
 * host is away, a refresh of all would fail, and nothing would be repaired: those that differ are then refreshed by themselves.
 *
 * @param options.onlyShows a preview changes no state: where a host is away, what differs is told by our look alone.
 * @param options.hasOthers whether resources of other packages are in the stack. Whether they are refreshed is the user's affair.
 */
export function decideRefresh(
	looks: readonly Look[],
	{
		onlyShows,
		hasOthers,
	}: { readonly onlyShows: boolean; readonly hasOthers: boolean },
): Decision {
	const drifted = looks.filter(differs);
	const all = !looks.some(isAway) && (onlyShows || !hasOthers);
	if (drifted.length > 0 && all) return { flag: "--refresh", before: [] };
	return {
		flag: looks.length === 0 || hasOthers ? undefined : "--refresh=false",
		before: onlyShows ? [] : drifted.map(({ host }) => host.urn),
	};
}
