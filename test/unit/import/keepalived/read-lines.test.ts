import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type {
	FindIncluded,
	Included,
} from "../../../../src/import/keepalived/include.ts";
import { readLines } from "../../../../src/import/keepalived/read-lines.ts";

/** The lines with their places, then what is not read. */
function read(text: string, find?: FindIncluded) {
	const { lines, unread } = readLines(text, find);
	return [
		...lines.map(
			({ file = "", line, text, why }) =>
				`${file}${line} ${text}${why === undefined ? "" : ` ?? ${why}`}`,
		),
		...unread.map(
			({ file = "", line, text, reason }) =>
				`${file}${line} ${text}: ${reason}`,
		),
	];
}

suite("lines of a keepalived.conf", () => {
	test("have their numbers, without comments and empty ones", () => {
		assert.deepEqual(read("! one\n\nweight 1 # two\r\n\tweight 2\n"), [
			"3 weight 1",
			"4 weight 2",
		]);
	});

	test("have what is defined at that moment in place of its name", () => {
		assert.deepEqual(
			read(
				`$NET=10.0.\${PART}\n$PART=1\nreal_server \${NET}.7 80\n$PART=2\nreal_server \${NET}.7 $PORT\n$PORT=80\nreal_server \${NET}.7 $PORT\n`,
			),
			[
				"3 real_server 10.0.1.7 80",
				"5 real_server 10.0.2.7 $PORT",
				"7 real_server 10.0.2.7 80",
			],
		);
	});

	test("keep a name that is not defined, or that more follows without braces", () => {
		assert.deepEqual(read(`$A=1\nauth_pass x$A.y $A \${B}\n`), [
			`2 auth_pass x$A.y 1 \${B}`,
		]);
	});

	test("are several where a definition has several, each with the line of its use", () => {
		assert.deepEqual(
			read(
				`$RS= \\\n  real_server 10.0.0.\${N} 80 { \\ \n    weight \${N} \\\n  }\n\n$N=1\n$RS\n$N=2\n$RS\n`,
			),
			[
				"7 real_server 10.0.0.1 80 {",
				"7 weight 1",
				"7 }",
				"9 real_server 10.0.0.2 80 {",
				"9 weight 2",
				"9 }",
			],
		);
	});

	test("begin with what stands on the line of the definition itself", () => {
		assert.deepEqual(read("$RS=weight 5 \\\nTCP_CHECK { \\\n}\n\n$RS\n"), [
			"5 weight 5",
			"5 TCP_CHECK {",
			"5 }",
		]);
	});

	test("of a definition that leads to itself are told", () => {
		assert.match(
			read(`$A=\${A} x\n\${A}\n`).at(-1) ?? "",
			/^2 .*: its definitions lead to ever more lines$/,
		);
	});

	test("that hold on some machines only say so", () => {
		const condition = (words: string) =>
			`it counts only ${words}; import the file without this condition, as it is for the director`;
		assert.deepEqual(
			read("@main weight 1\n@^main weight 2\n@main $W=3\nweight $W\n"),
			[
				`1 weight 1 ?? ${condition('on the machine "main"')}`,
				`2 weight 2 ?? ${condition('on machines other than "main"')}`,
				"4 weight $W",
				`3 $W=3: ${condition('on the machine "main"')}`,
			],
		);
	});

	test("that multiply are told", () => {
		assert.deepEqual(
			read(`~SEQ(N, 1, 3) 10.0.0.\${N}\n~LST(N, 1, 3) \${N}\n`),
			[
				`1 ~SEQ(N, 1, 3) 10.0.0.\${N} ?? lines that multiply are not read; write them out one by one`,
				`2 ~LST(N, 1, 3) \${N} ?? lines that multiply are not read; write them out one by one`,
			],
		);
	});

	const files: Readonly<Record<string, string>> = {
		"sites/a.conf": "include sub/c.conf\nweight 1",
		"sites/b.conf": "$P=80\nweight 2",
		"sites/sub/c.conf": "weight 3\ninclude ../a.conf",
	};
	const find: FindIncluded = (pattern, folder = ".") => {
		const of = (name: string): Included => ({
			name,
			folder: name.replace(/\/[^/]*$/, ""),
			text: files[name] ?? "",
		});
		if (pattern === "sites/*.conf" && folder === ".")
			return ["sites/a.conf", "sites/b.conf"].map(of);
		if (pattern === "sub/c.conf" && folder === "sites")
			return [of("sites/sub/c.conf")];
		if (pattern === "../a.conf") return [of("sites/a.conf")];
		return pattern === "secret"
			? [{ name: "secret", problem: "it cannot be read (EACCES)" }]
			: [];
	};

	test("of files that are included stand where they are, with their names", () => {
		assert.deepEqual(
			read(
				"include sites/*.conf\nweight $P\nincluder none/*\nincludea secret",
				find,
			),
			[
				"sites/sub/c.conf1 weight 3",
				"sites/a.conf2 weight 1",
				"sites/b.conf2 weight 2",
				"2 weight 80",
				"sites/sub/c.conf2 include ../a.conf: sites/a.conf includes itself",
				"3 includer none/*: no such file on this computer; copy it to where the name leads",
				"4 includea secret: secret: it cannot be read (EACCES)",
			],
		);
	});

	test("that standard input includes are told", () => {
		assert.deepEqual(read("include a.conf"), [
			"1 include a.conf: what standard input includes cannot be found; import the file by its name",
		]);
	});
});
