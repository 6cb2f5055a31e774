/** What looks at the hosts before a change: `lvsctl`; the engine, because the user wrote `--refresh`; or nothing. */
export type Looker = "lvsctl" | "engine" | "nobody";

/** The looker by the options for pulumi as the user wrote them. The last one counts. */
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
