import { RemoteError } from "../../errors.ts";
import type { Desired } from "../../model/desired.ts";
import { type Family, families, familyNames } from "../../model/family.ts";
import type { Execution, Session } from "../../ssh/session.ts";
import { tail } from "../../ssh/tail.ts";
import { localise } from "../kinds/localise.ts";
import { exits, lockFunctions, lookLock } from "../lock.ts";
import type { Observed } from "../observed.ts";
import { recordDirectory, rulesPath } from "../record.ts";
import { parseRecord } from "../record-text.ts";
import { newMark, parseSections, section, setMark } from "../sections.ts";
import { everyQuestion, type Facts } from "./every-question.ts";
import { knownTexts, readTexts } from "./known-texts.ts";
import {
	type ChangedServices,
	probeServices,
	withServices,
} from "./services-again.ts";

/**
 * Looks at a host: one remote execution that changes nothing.
 *
 * @param applied what was applied last, if that is known: saves the way of large files that still hold it.
 */
export async function observe(
	session: Session,
	owner: string,
	desired: Desired,
	applied?: Desired,
): Promise<Observed> {
	const mark = newMark();
	const execution = await session.run(
		[
			setMark(mark),
			lockFunctions,
			lookLock,
			lookScript(owner, desired, { applied }),
		].join("\n"),
		{ doing: "observe", timeoutSeconds: 90 },
	);
	return parseLook(session.host, owner, { ...execution, mark }, desired, {
		applied,
	});
}

/** What is known already, and need not be read again. */
export interface Known {
	/** What was applied last: large files that hold it are told by their digest. */
	readonly applied?: Desired | undefined;
	/** Services that alone may have changed, and the table before that. */
	readonly table?: ChangedServices | undefined;
}

/** The look itself, after its mark and `lockFunctions`: the family first, then what must be looked at in that family's names. */
export function lookScript(
	owner: string,
	desired: Desired,
	{ applied, table }: Known = {},
): string {
	const cases = familyNames.map((family) => {
		const local = localise(desired, family);
		const reads = [
			recordPath(owner),
			rulesPath(owner),
			...everyQuestion.flatMap(
				([, question]) => question.reads?.(local, owner) ?? [],
			),
		];
		const known = knownTexts(owner, desired, applied, family);
		const probes = everyQuestion.map(([name, question]) => {
			const probe =
				name === "ipvs" && table !== undefined
					? probeServices(table)
					: question.probe?.(local, family, owner);
			return `${section(name)}\n${probe ?? ""}`;
		});
		const patterns = families[family].identifiers.map(
			(word) => `*" ${word} "*`,
		);
		return `${patterns.join(" | ")})
${section("family")}; echo ${family}
${readTexts(reads, known)}
${probes.join("\n")}
;;`;
	});
	return `[ ! -r /etc/os-release ] || . /etc/os-release
${section("generation")}; echo "$generation"
case " \${ID-} \${ID_LIKE-} " in
${cases.join("\n")}
*) ${section("unsupported")}; echo "\${PRETTY_NAME-without /etc/os-release}" ;;
esac
${section("end")}
`;
}

/** @throws RemoteError where the look did not come to its end. */
export function parseLook(
	host: string,
	owner: string,
	execution: Execution & { readonly mark: string },
	desired: Desired,
	{ applied, table }: Known = {},
): Observed {
	const sections = parseSections(execution.mark, execution.stdout);
	const linesOf = (name: string) => sections.get(name) ?? [];
	if (execution.exit === exits.locked)
		throw new RemoteError({
			host,
			doing: "lock the host",
			saw: `another operation holds it: ${linesOf("holder").join(" ")}`,
			advice:
				"Wait for it to end, then run again. The lock ends with the process that holds it, also after a lost connection.",
		});
	const unsupported = linesOf("unsupported")[0];
	if (unsupported !== undefined)
		throw new RemoteError({
			host,
			doing: "observe",
			saw: `the operating system is ${unsupported}`,
			advice: `Known families: ${familyNames.join(", ")}.`,
		});
	const family = linesOf("family")[0] as Family | undefined;
	if (family === undefined || !sections.has("end"))
		throw new RemoteError({
			host,
			doing: "observe",
			saw: `exit ${execution.exit}${tail(execution.stderr)}`,
		});
	const local = localise(desired, family);
	const texts = parseTexts(linesOf("texts"));
	const digests = new Set(linesOf("digests"));
	for (const { path, digest, text } of knownTexts(
		owner,
		desired,
		applied,
		family,
	))
		if (digests.has(`${digest} ${path}`)) texts.set(path, text);
	const found = Object.fromEntries(
		everyQuestion.map(([name, question]) => [
			name,
			question.parse({ lines: linesOf(name), texts, family, owner }, local),
		]),
	) as unknown as Facts;
	return {
		...found,
		...(table === undefined
			? {}
			: { ipvs: withServices(table, linesOf("ipvs")) }),
		family,
		generation: linesOf("generation").join(""),
		record: parseRecord(
			texts.get(recordPath(owner)) ?? "",
			texts.get(rulesPath(owner)) ?? "",
		),
	};
}

/** `path:line` of one grep over all files. Our paths hold no colon. */
function parseTexts(lines: readonly string[]): Map<string, string> {
	const texts = new Map<string, string[]>();
	for (const line of lines) {
		const at = line.indexOf(":");
		const path = line.slice(0, at);
		const text = texts.get(path) ?? [];
		text.push(`${line.slice(at + 1)}\n`);
		texts.set(path, text);
	}
	return new Map([...texts].map(([path, text]) => [path, text.join("")]));
}

function recordPath(owner: string): string {
	return `${recordDirectory(owner)}/record.json`;
}
