import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readWords } from "../../../../src/cli/drill/read-words.ts";
import { DeclarationError } from "../../../../src/errors.ts";

const read = (text: string) => {
	const { event, ...words } = readWords(text.split(" ").filter(Boolean));
	return { ...words, befalls: event?.befalls };
};

suite("the words of a drill", () => {
	for (const [text, name, target, folder] of [
		["real-server stop rs2", "real-server stop", "rs2", "."],
		[
			"real-server stop rs2 labs/02-dr",
			"real-server stop",
			"rs2",
			"labs/02-dr",
		],
		["director freeze", "director freeze", undefined, "."],
		["director freeze api/lb shop", "director freeze", "api/lb", "shop"],
		["agent kill ./shop", "agent kill", undefined, "./shop"],
		["agent kill .", "agent kill", undefined, "."],
		["up", "up", undefined, "."],
		["up shop", "up", undefined, "shop"],
	] as const)
		test(text, () => {
			const words = read(text);
			assert.deepEqual(
				[words.name, words.target, words.folder],
				[name, target, folder],
			);
		});

	for (const [text, problem] of [
		[
			"",
			"EVENT: missing; there are real-server, director, agent, up; lvsctl drill --list says what each does",
		],
		[
			"reel-server stop",
			'reel-server: no such event; did you mean "real-server"?; lvsctl drill --list says what each does',
		],
		[
			"agent",
			"agent EVENT: missing; there are kill, restart; lvsctl drill --list says what each does",
		],
		[
			"agent freeze",
			"agent freeze: no such event; there are kill, restart; lvsctl drill --list says what each does",
		],
		["up shop now", "now: after the folder nothing more is expected"],
	] as const)
		test(`refused: ${text || "nothing"}`, () => {
			assert.throws(
				() => read(text),
				(error) =>
					error instanceof DeclarationError &&
					error.message.split("\n").at(-1)?.trim() === problem,
			);
		});
});
