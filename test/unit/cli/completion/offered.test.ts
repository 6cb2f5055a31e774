import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Command, Option } from "commander";
import {
	offered,
	type Source,
	type Typed,
} from "../../../../src/cli/completion/offered.ts";

const program = new Command("lvsctl");
program
	.command("drain")
	.description("let no new connection come")
	.argument("<realServer>")
	.argument("[folder]")
	.option("--for <time>", "how long")
	.addOption(new Option("-o, --output <form>").choices(["text", "json"]))
	.addOption(new Option("--secret").hideHelp());
program.command("import").argument("<rules>");
const lab = program.command("lab");
lab.command("reset").description("as after up");
lab.command("reboot");
program.command("complete", { hidden: true });

/** What is asked, and the words of the answer. */
const asked: Readonly<Record<string, readonly string[] | "files">> = {
	"": ["drain", "import", "lab", "help"],
	dr: ["drain"],
	comp: [],
	"lab re": ["reset", "reboot"],
	"drain ": ["rs1", "rs2"],
	"drain rs1 ": ["."],
	"drain rs1 . ": [],
	"drain --": ["--for", "--output", "--help"],
	"drain -": ["--for", "--output", "-o", "--help", "-h"],
	"drain -o ": ["text", "json"],
	"drain --output j": ["json"],
	// as bash cuts --output=j
	"drain --output = j": ["json"],
	"drain --for ": [],
	"drain --for 5m ": ["rs1", "rs2"],
	"drain -o json --": ["--for", "--output", "--help"],
	"import ": "files",
	"nope ": [],
};

suite("what fits after these words", () => {
	const sources: Record<string, Source> = {
		realServer: async () => ["rs1", "rs2"],
		folder: async () => ["."],
		rules: "files",
	};
	for (const [words, expected] of Object.entries(asked))
		test(words, async () => {
			const answer = await offered(program, words.split(" "), sources);
			assert.deepEqual(
				typeof answer === "string" ? answer : answer.map(({ word }) => word),
				expected,
			);
		});

	test("what it means comes with it", async () => {
		assert.deepEqual(await offered(program, ["dra"], sources), [
			{ word: "drain", meaning: "let no new connection come" },
		]);
	});

	test("what was typed before decides", async () => {
		const seen: Typed[] = [];
		await offered(program, ["drain", "--for", "5m", "rs1", ""], {
			folder: async (typed) => {
				seen.push(typed);
				return [];
			},
		});
		assert.deepEqual(seen, [
			{ operands: ["rs1"], values: new Map([["for", "5m"]]) },
		]);
	});
});
