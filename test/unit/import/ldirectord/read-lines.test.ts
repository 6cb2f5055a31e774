import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readLines } from "../../../../src/import/ldirectord/read-lines.ts";

/** What belongs where: `line: content`. */
function parted(text: string) {
	const { top, virtuals } = readLines(text);
	const told = (lines: typeof top) =>
		lines.map(({ line, content }) => `${line}: ${content}`);
	return {
		top: told(top),
		virtuals: Object.fromEntries(
			virtuals.map(({ value, lines }) => [value, told(lines)]),
		),
	};
}

suite("the lines of a ldirectord.cf", () => {
	for (const [what, text, expected] of [
		[
			"belong to the virtual service above them by four blanks or a tab",
			"checktimeout=3\nvirtual=7\n    real=a gate\n\treal=b gate\n \treal=c gate\n",
			{
				top: ["1: checktimeout=3"],
				virtuals: { 7: ["3: real=a gate", "4: real=b gate", "5: real=c gate"] },
			},
		],
		[
			"by three blanks do not",
			"virtual=7\n   real=a gate\n",
			{ top: ["2:    real=a gate"], virtuals: { 7: [] } },
		],
		[
			"behind an empty one do not, and a comment is not empty",
			"virtual=7\n    real=a gate\n# none\n    # none\n    real=b gate\n\n    real=c gate\n",
			{
				top: ["7:     real=c gate"],
				virtuals: { 7: ["2: real=a gate", "5: real=b gate"] },
			},
		],
		[
			"of blanks alone belong to it, and are wrong there",
			"virtual=7\n         \n    real=a gate\n",
			{ top: [], virtuals: { 7: ["2:  ", "3: real=a gate"] } },
		],
		[
			"lose their comment there, also within quotes",
			'virtual=7 # mark\n    request="/#top" # page\nlogfile="local0" # own\n',
			{
				top: ['3: logfile="local0" # own'],
				virtuals: { "7 # mark": ['2: request="/'] },
			},
		],
		[
			"may end as those of Windows do",
			"quiescent=yes\r\nvirtual=7\r\n    ops=yes\r\n\r\n",
			{ top: ["1: quiescent=yes"], virtuals: { 7: ["3: ops=yes"] } },
		],
		[
			"of one virtual service may follow those of another at once",
			"virtual=7\n    ops=no\nvirtual = 8\n    ops=yes\n",
			{ top: [], virtuals: { 7: ["2: ops=no"], 8: ["4: ops=yes"] } },
		],
	] as const)
		test(what, () => {
			assert.deepEqual(parted(text), expected);
		});

	test("are shown without a secret", () => {
		const { top, virtuals } = readLines(
			'passwd = geheim\nvirtual=7\n\tsecret="geheim"\n\tpasswd="geheim"\n\tlogin="me" # geheim\n',
		);
		assert.deepEqual(
			[...top, ...(virtuals[0]?.lines ?? [])].map(({ text }) => text),
			["passwd", "secret", "passwd", 'login="me"'],
		);
	});
});
