import { buffer } from "node:stream/consumers";
import type { ReadDirector } from "../../import/read-director.ts";
import { decodeText } from "../decode-text.ts";
import { foundAt } from "../found-at.ts";
import { readText, requireFile, requireKeyFile } from "../require-file.ts";
import { UsageError } from "../usage-error.ts";
import { directorOf, neitherFileNorDirector, type Way } from "./director-of.ts";

/** The input of `lvsctl import`. */
export type Given =
	/** Rules, a keepalived.conf or a ldirectord.cf. */
	| { readonly kind: "text"; readonly text: string }
	| ({ readonly kind: "director" } & Pick<
			ReadDirector,
			"rules" | "configuration"
	  >);

/** Reads the input of `lvsctl import`: `-`, a file, which is tried first, or a director. */
export async function givenRules(source: string, options: Way): Promise<Given> {
	// not by readFileSync(0): a pipe that is not filled yet may answer "try again"
	if (source === "-") {
		refuseWay("standard input", options);
		return { kind: "text", text: decodeText(await buffer(process.stdin)) };
	}
	const found = foundAt(source);
	if (found?.isDirectory())
		throw new UsageError(
			`${source}: this is a folder; name a file with what ipvsadm -Sn prints`,
		);
	if (found !== undefined) {
		refuseWay(source, options);
		return { kind: "text", text: readText(source) };
	}
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

/** Refuses options that say how a director is reached, where none is. */
function refuseWay(source: string, options: Way): void {
	const words = {
		identity: "--identity",
		jump: "--jump",
		knownHosts: "--known-hosts",
		timeout: "--timeout",
	} as const satisfies Record<keyof Way, string>;
	const given = (Object.keys(words) as (keyof Way)[])
		.filter((name) => options[name] !== undefined)
		.map((name) => words[name]);
	if (given.length > 0)
		throw new UsageError(
			`${given.join(", ")}: this says how a director is reached, and ${source} is read on this computer; leave it out, or name the director`,
		);
}
