import { readFileSync, statSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { ReadDirector } from "../../import/read-director.ts";
import { requireFile, requireKeyFile } from "../require-file.ts";
import { UsageError } from "../usage-error.ts";
import { directorOf, neitherFileNorDirector, type Way } from "./director-of.ts";

/** The input of `lvsctl import`. */
export type Given =
	/** Rules, or a keepalived.conf. */
	| { readonly kind: "text"; readonly text: string }
	| ({ readonly kind: "director" } & Pick<
			ReadDirector,
			"rules" | "configuration"
	  >);

/** Reads the input of `lvsctl import`: `-`, a file, which is tried first, or a director. */
export async function givenRules(source: string, options: Way): Promise<Given> {
	// not by readFileSync(0): a pipe that is not filled yet may answer "try again"
	if (source === "-") return { kind: "text", text: await text(process.stdin) };
	const found = statSync(source, { throwIfNoEntry: false });
	if (found?.isDirectory())
		throw new UsageError(
			`${source}: this is a folder; name a file with what ipvsadm -Sn prints`,
		);
	if (found !== undefined)
		return { kind: "text", text: readFileSync(source, "utf8") };
	const director = await directorOf(source, options);
	if (director === undefined) throw neitherFileNorDirector(source);
	if (options.identity !== undefined)
		requireKeyFile("--identity", options.identity);
	if (options.knownHosts !== undefined)
		requireFile("--known-hosts", options.knownHosts);
	const { readDirector } = await import("../../import/read-director.ts");
	const { rules, remarks, configuration } = await readDirector(director);
	for (const line of remarks) console.error(line);
	return { kind: "director", rules, configuration };
}
