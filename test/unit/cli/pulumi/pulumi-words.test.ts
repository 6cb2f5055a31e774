import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readPulumiWords } from "../../../../src/cli/pulumi/pulumi-words.ts";

suite("the folder is told from pulumi's options and their values", () => {
	const good: readonly [
		typed: string,
		folder: string,
		options: string,
		stack?: string | undefined,
		forget?: string,
	][] = [
		["", ".", ""],
		["labs/02-dr", "labs/02-dr", ""],
		["--yes labs/02-dr", "labs/02-dr", "--yes"],
		["labs/02-dr --target a --yes", "labs/02-dr", "--target a --yes"],
		["--target a labs/02-dr", "labs/02-dr", "--target a"],
		["--target=a labs/02-dr", "labs/02-dr", "--target=a"],
		["-ta labs/02-dr", "labs/02-dr", "-ta"],
		["-yft a labs/02-dr", "labs/02-dr", "-y -f -t a"],
		["-C labs/02-dr -y", "labs/02-dr", "-y"],
		["--cwd=labs/02-dr", "labs/02-dr", ""],
		["-C labs/02-dr labs/02-dr", "labs/02-dr", ""],
		["--refresh labs/02-dr", "labs/02-dr", "--refresh"],
		["--no-refresh labs/02-dr -y", "labs/02-dr", "--refresh=false -y"],
		["-s prod -o json --json", ".", "--json", "prod"],
		["--stack=prod -- -s prod", ".", "", "prod"],
		["--forget rs1 -y", ".", "-y", undefined, "rs1"],
		["labs/02-dr --forget=rs1", "labs/02-dr", "", undefined, "rs1"],
		["-- --yes", ".", "--yes"],
		["labs/02-dr -- --message --", "labs/02-dr", "--message --"],
		["-y -- --newer value --other", ".", "-y --newer value --other"],
	];
	for (const [typed, folder, options, stack, forget] of good)
		test(typed || "nothing", () => {
			const words = typed.split(" ").filter(Boolean);
			assert.deepEqual(readPulumiWords(words), {
				folder,
				stack,
				forget,
				options: options.split(" ").filter(Boolean),
			});
		});

	const wrong: readonly [typed: string, message: string][] = [
		["a b", "b: one folder is enough, and a is there already"],
		["a -C b", "b: one folder is enough, and a is there already"],
		["-s a -- -s b", "b: one stack is enough, and a is there already"],
		["--target", "--target: its value is missing"],
		[
			"--unheard-of value",
			"--unheard-of: neither lvsctl nor pulumi has this option\n  Write options that only a newer pulumi has after --.",
		],
		[
			"--stak=prod",
			'--stak: neither lvsctl nor pulumi has this option; did you mean "--stack"?\n  Write options that only a newer pulumi has after --.',
		],
		[
			"-- --yes labs/02-dr",
			"labs/02-dr: the words after -- are options for pulumi; write the folder before it",
		],
	];
	for (const [typed, message] of wrong)
		test(`${typed} is refused`, () => {
			assert.throws(() => readPulumiWords(typed.split(" ")), {
				name: "UsageError",
				message,
			});
		});
});
