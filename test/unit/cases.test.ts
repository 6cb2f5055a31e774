import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { suite, test } from "node:test";

// docs/cases.md says which test holds which case. A test that is renamed, moved or deleted must not leave the page saying what is no more.

const root = resolve(import.meta.dirname, "../..");

interface Case {
	readonly id: string;
	/** Of the row, without the borders of the table. */
	readonly cells: readonly string[];
	readonly heldBy: string;
}

/** Heading of a table -> the letter that its ids begin with, one after the other. Undefined: each has its own, and only those that were mended are there. */
const groups = {
	"In daily use": "o",
	"On real hosts": "h",
	"In `lvsctl import`": "i",
	"With health checks": "c",
	"With several directors": "d",
	// the letter of each stands for what it is about
	"The applications": undefined,
} as const;

const sections = new Map(
	readFileSync(join(root, "docs/cases.md"), "utf8")
		.split(/^## /m)
		.slice(1)
		.map((section) => {
			const [heading = "", ...lines] = section.split("\n");
			return [heading, lines] as const;
		}),
);

suite("docs/cases.md", () => {
	test("has these tables, and no other", () => {
		assert.deepEqual([...sections.keys()], Object.keys(groups));
	});

	for (const [heading, letter] of Object.entries(groups))
		test(heading, () => {
			const cases = casesOf(sections.get(heading) ?? []);
			assert.ok(cases.length > 0, "no row was found");
			const ids = cases.map(({ id }) => id);
			if (letter === undefined) {
				for (const id of ids) assert.match(id, /^[a-g]\d+$/);
				const byNumber = new Intl.Collator("en", { numeric: true });
				assert.deepEqual(ids, [...new Set(ids)].sort(byNumber.compare));
			} else
				assert.deepEqual(
					ids,
					cases.map((_, index) => `${letter}${index + 1}`),
				);
			assert.deepEqual(cases.flatMap(problemsOf), []);
		});
});

/** The rows of the table, without its head. */
function casesOf(lines: readonly string[]): Case[] {
	return lines
		.filter((line) => line.startsWith("|"))
		.slice(2)
		.map((line) => {
			const cells = line
				.split(/(?<!\\)\|/)
				.slice(1, -1)
				.map((cell) => cell.replaceAll("\\|", "|").trim());
			const [id = "", heldBy = ""] = [cells[0], cells.at(-1)];
			return { id, cells, heldBy };
		});
}

/** What of a case is not as the page says. */
function problemsOf({ id, cells, heldBy }: Case): string[] {
	if (cells.length !== 4 || cells.includes(""))
		return [`${id}: expected 4 cells, each with text`];
	const named = [...heldBy.matchAll(/`([^`]+?) › ([^`]+)`/g)];
	// one that is written in another way would be looked for nowhere
	if (named.length !== heldBy.split("›").length - 1)
		return [`${id}: expected each test as \`path › name\``];
	if (named.length === 0 && !heldBy.startsWith("no test"))
		return [`${id}: names no test, and does not say "no test"`];
	return named.flatMap(([, path = "", name = ""]) => {
		const file = join(root, path);
		if (!path.startsWith("test/") || !existsSync(file))
			return [`${id}: there is no ${path}`];
		return readFileSync(file, "utf8").includes(name)
			? []
			: [`${id}: ${path} has no test "${name}"`];
	});
}
