import { createHash } from "node:crypto";
import type { Desired } from "../../model/desired.ts";
import type { Family } from "../../model/family.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { inMarkers, markers } from "../block.ts";
import { localise } from "../kinds/localise.ts";
import { rulesPath } from "../record.ts";
import { formatRules } from "../record-text.ts";
import { section } from "../sections.ts";

/**
 * Texts of at least this many characters are compared by their digests. A digest costs a process on the host, and sending a
 * shorter text takes no longer than that.
 */
const large = 32 * 1024;

/** A text that a file on a host, or our block in it, probably holds. If the digests are equal, the text need not be read. */
export interface KnownText {
	readonly path: string;
	/** The name of our block; undefined where the whole file is ours. */
	readonly block: string | undefined;
	/** SHA-256 in hexadecimal. */
	readonly digest: string;
	/** The whole file, or our block with its two marker lines. */
	readonly text: string;
}

/** The large texts among what is desired of a host and what was applied to it last. */
export function knownTexts(
	owner: string,
	desired: Desired,
	applied: Desired | undefined,
	family: Family,
): KnownText[] {
	return [desired, ...(applied === undefined ? [] : [applied])]
		.map((one) => localise(one, family))
		.flatMap(({ files, ipvs }) => [
			...Object.entries(files).map(([path, { block, content }]) => ({
				path,
				block,
				text: block === undefined ? content : inMarkers(block, content),
			})),
			{
				path: rulesPath(owner),
				block: undefined,
				text: formatRules(Object.keys(ipvs)),
			},
		])
		.filter(({ text }) => text.length >= large)
		.map((known) => ({
			...known,
			digest: createHash("sha256").update(known.text).digest("hex"),
		}));
}

/** Shell text that prints files line by line with their paths. For a file that holds a known text it prints digest and path instead. */
export function readTexts(
	reads: readonly string[],
	known: readonly KnownText[],
): string {
	const large = new Map(known.map(({ path, block }) => [path, block]));
	const small = new Set(reads.filter((path) => !large.has(path)));
	const compared = [...large].map(([path, block]) => {
		const digests = known
			.filter((text) => text.path === path)
			.map(({ digest }) => `${digest}*`);
		return sh`digest=$(${raw(digestOf(path, block))} 2>/dev/null)
case $digest in ${raw(digests.join(" | "))}) echo "\${digest%% *} "${path} ;; *) set -- "$@" ${path} ;; esac`;
	});
	return `set --
${section("digests")}
${compared.join("\n")}
${section("texts")}
${sh`grep -asH '' ${[...small]} "$@"`}`;
}

function digestOf(path: string, block: string | undefined): string {
	if (block === undefined) return sh`sha256sum ${path}`;
	const [begin, end] = markers(block);
	return sh`sed -n ${`/^${begin}$/,/^${end}$/p`} ${path} | sha256sum`;
}
