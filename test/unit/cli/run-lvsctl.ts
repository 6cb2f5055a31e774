import { execa } from "execa";

const entry = new URL("../../../src/cli/main.ts", import.meta.url).pathname;

/** With the cache of the tests themselves a start takes half as long: nothing is compiled anew. */
const { NODE_COMPILE_CACHE } = process.env;
const compileCache =
	NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };

/** What a finished `lvsctl` left behind. */
export interface Outcome {
	readonly exit: number | undefined;
	readonly stdout: string;
	/** Without its last newline. */
	readonly stderr: string;
}

/** Runs the command line from its source, with this environment alone. */
export async function runLvsctl(
	words: readonly string[],
	{
		folder = ".",
		environment = {},
		node = [],
		input = "",
	}: {
		readonly folder?: string;
		readonly environment?: Readonly<Record<string, string>>;
		/** Options of Node. */
		readonly node?: readonly string[];
		readonly input?: string;
	} = {},
): Promise<Outcome> {
	const result = await execa(process.execPath, [...node, entry, ...words], {
		cwd: folder,
		env: {
			PATH: "/nowhere",
			HOME: "/nowhere",
			...compileCache,
			...environment,
		},
		extendEnv: false,
		input,
		reject: false,
		stripFinalNewline: { stdout: false },
	});
	return {
		exit: result.exitCode,
		stdout: result.stdout,
		stderr: result.stderr,
	};
}
