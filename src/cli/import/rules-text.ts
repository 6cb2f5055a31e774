import { readFileSync, statSync } from "node:fs";
import { text } from "node:stream/consumers";
import { requireFile, requireKeyFile } from "../require-file.ts";
import { UsageError } from "../usage-error.ts";
import { directorOf, neitherFileNorDirector, type Way } from "./director-of.ts";

/** The text of the rules that `lvsctl import` is given: `-`, a file, which goes first, or a director. */
export async function rulesText(source: string, options: Way): Promise<string> {
	// not by readFileSync(0): a pipe that is not filled yet may answer "try again"
	if (source === "-") return text(process.stdin);
	const found = statSync(source, { throwIfNoEntry: false });
	if (found?.isDirectory())
		throw new UsageError(
			`${source}: this is a folder; name a file with what ipvsadm -Sn prints`,
		);
	if (found !== undefined) return readFileSync(source, "utf8");
	const director = await directorOf(source, options);
	if (director === undefined) throw neitherFileNorDirector(source);
	if (options.identity !== undefined)
		requireKeyFile("--identity", options.identity);
	if (options.knownHosts !== undefined)
		requireFile("--known-hosts", options.knownHosts);
	const { readDirector } = await import("../../import/read-director.ts");
	const { rules, remarks } = await readDirector(director);
	for (const line of remarks) console.error(line);
	return rules;
}
