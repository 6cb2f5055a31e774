import { type RawShell, raw } from "../../ssh/shell.ts";

/** A function of shell that steps call on the host. It starts few processes, as processes are what costs time on a small machine. */
export interface ShellFunction {
	readonly name: string;
	/** As the shell reads it: `put() { ... }`. */
	readonly text: string;
	/** The functions that it calls itself. */
	readonly calls: readonly ShellFunction[];
}

export type Functions = Readonly<Record<string, ShellFunction>>;

/** The names of functions, for calls in `sh`. A script gets only the names of the functions that it lists, so that no script lacks one. */
export type Calls<Called extends Functions> = {
	readonly [Name in keyof Called]: RawShell;
};

/**
 * A function of shell.
 *
 * @param called the functions that it calls.
 * @param body the text between its braces. It begins with a comment: its arguments, and what it does.
 */
export function shellFunction<Called extends Functions>(
	name: string,
	called: Called,
	body: (call: Calls<Called>) => string,
): ShellFunction {
	return {
		name,
		text: `${name}() { ${body(callsOf(called))}\n}`,
		calls: Object.values(called),
	};
}

export function callsOf<Called extends Functions>(
	called: Called,
): Calls<Called> {
	return Object.fromEntries(
		Object.entries(called).map(([key, { name }]) => [key, raw(name)]),
	) as Calls<Called>;
}

/** Shell text that defines functions, with all functions that they call. Each is defined once. */
export function definitions(functions: Iterable<ShellFunction>): string {
	const all = new Set<ShellFunction>();
	const add = (each: ShellFunction) => {
		if (all.has(each)) return;
		all.add(each);
		each.calls.forEach(add);
	};
	for (const each of functions) add(each);
	return [...all].map(({ text }) => text).join("\n");
}
