import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { readBlocks } from "../../../../src/import/keepalived/read-blocks.ts";
import { readLines } from "../../../../src/import/keepalived/read-lines.ts";
import type { Statement } from "../../../../src/import/keepalived/statement.ts";

function shown({ line, keyword, values, block, why }: Statement): unknown {
	return [
		`${line} ${[keyword, ...values].join("|")}${why === undefined ? "" : " ??"}`,
		...(block === undefined ? [] : [block.map(shown)]),
	];
}

function read(text: string) {
	const { statements, unread } = readBlocks(readLines(text, undefined).lines);
	return {
		statements: statements.map(shown),
		unread: unread.map(
			({ line, text, reason }) => `${line} ${text}: ${reason}`,
		),
	};
}

suite("blocks of a keepalived.conf", () => {
	for (const [how, text] of [
		["at the end of a line", "a 1 {\n\tb {\n\t\tc 2\n\t}\n}"],
		["on lines of their own", "a 1\n{\n\tb\n\t{\n\t\tc 2\n\t}\n}"],
		["without blanks", "a 1{\n\tb{\n\t\tc 2}}"],
		["on one line", "a 1 { b { c 2 } }"],
	] as const)
		test(`are read with braces ${how}`, () => {
			const { statements, unread } = read(text);
			assert.deepEqual(unread, []);
			assert.deepEqual(
				JSON.stringify(statements).replace(/"\d+ /g, '"'),
				'[["a|1",[["b",[["c|2"]]]]]]',
			);
		});

	test("have quoted words, of which braces are a part", () => {
		assert.deepEqual(
			read(`a "b c" 'd e' "{f}" it's x\${Y}z "open`).statements,
			[[`1 a|b c|d e|{f}|it's|x\${Y}z|open`]],
		);
	});

	test("have the signs of comments where they are written by name", () => {
		assert.deepEqual(read(`a x\${_HASH}y\${_BANG}`).statements, [["1 a|x#y!"]]);
	});

	test("that are closed once too often are told, and the rest is read", () => {
		assert.deepEqual(read("a {\n}\n}\nb {\n}\n"), {
			statements: [
				["1 a", []],
				["4 b", []],
			],
			unread: [
				"3 }: it closes nothing: a { is missing above, or this is one too many",
			],
		});
	});

	test("that are never closed are told, and what stands before is read", () => {
		assert.deepEqual(read("a {\n}\nb 1 {\n\tc {\n\t}\nd {\n}\n"), {
			statements: [["1 a", []]],
			unread: [
				"3 b 1: its { is never closed, so nothing is read from here to the end; a } is missing",
			],
		});
	});

	test("that depend on the machine, or multiply, keep what is in them", () => {
		assert.deepEqual(
			read(`@main a {\n\tb\n}\n~SEQ(N,1,2) ~SEQ(M,1,2) c \${N} {\n\td\n}\ne`)
				.statements,
			[
				["1 a ??", [["2 b"]]],
				[`4 ~SEQ(N,1,2) ~SEQ(M,1,2) c \${N} { ??`, [["5 d"]]],
				["7 e"],
			],
		);
	});

	test("show no secrets", () => {
		const { statements } = readBlocks(
			readLines("@main auth_pass hidden", undefined).lines,
		);
		assert.equal(statements[0]?.text, "auth_pass");
	});

	const word = fc.stringMatching(/^[a-z0-9./_-]{1,8}$/);
	const tree = fc.letrec((tie) => ({
		statement: fc.record(
			{
				words: fc.array(word, { minLength: 1, maxLength: 3 }),
				block: fc.option(
					fc.array(tie("statement"), { maxLength: 3 }) as fc.Arbitrary<Tree[]>,
					{ depthSize: "small" },
				),
			},
			{ noNullPrototype: true },
		),
	})).statement as fc.Arbitrary<Tree>;
	interface Tree {
		readonly words: readonly string[];
		readonly block: readonly Tree[] | null;
	}
	const written = ({ words, block }: Tree, brace: string): string => {
		const inner = block?.map((each) => written(each, brace)).join("");
		return `${words.join(" ")}${inner === undefined ? "" : `${brace}{\n${inner}}`}\n`;
	};
	const plain = ({ keyword, values, block }: Statement): Tree => ({
		words: [keyword, ...values],
		block: block === undefined ? null : block.map(plain),
	});

	test("any of them are read as they are written", () => {
		fc.assert(
			fc.property(
				fc.array(tree),
				fc.constantFrom(" ", "", "\n", " # {\n"),
				(trees, brace) => {
					const text = trees.map((each) => written(each, brace)).join("");
					const { statements, unread } = readBlocks(
						readLines(text, undefined).lines,
					);
					assert.deepEqual(unread, [], text);
					assert.deepEqual(statements.map(plain), trees, text);
				},
			),
		);
	});
});
