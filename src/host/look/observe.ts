import { RemoteError } from "../../errors.ts";
import type { Desired } from "../../model/desired.ts";
import { type Family, families, familyNames } from "../../model/family.ts";
import { newMark } from "../../ssh/new-mark.ts";
import type { Execution, Session } from "../../ssh/session.ts";
import { tail } from "../../ssh/tail.ts";
import { clockAhead } from "../clock.ts";
import { localise } from "../kinds/localise.ts";
import { exits, lockFunctions, lookLock } from "../lock.ts";
import type { Observed } from "../observed.ts";
import { asksPath, recordPath, rulesPath } from "../record.ts";
import { parseRecord } from "../record-text.ts";
import { parseSections, section, setMark } from "../sections.ts";
import { everyQuestion, type Facts } from "./every-question.ts";
import { neighbours } from "./facts/neighbours.ts";
import { oursOf } from "./ours-of.ts";
import { type Reader, readAll } from "./reader.ts";

/**
 * Looks at a host: one remote execution that changes nothing.
 *
 * @param reader reads a large host faster. Default: everything is read.
 */
export async function observe(
	session: Session,
	owner: string,
	desired: Desired,
	reader?: Reader,
): Promise<Observed> {
	const mark = newMark();
	const before = Date.now() / 1000;
	const execution = await session.run(
		[
			setMark(mark),
			lockFunctions,
			lookLock,
			lookScript(owner, desired, reader),
		].join("\n"),
		{ doing: "observe", timeoutSeconds: 90 },
	);
	const asked = [before, Date.now() / 1000] as const;
	const answer = { ...execution, mark, asked };
	return parseLook(session.host, owner, answer, desired, reader);
}

/**
 * The script of a look, without `setMark` and `lockFunctions`. It finds the family first, then asks every question in that family's names.
 *
 * @param options.afterChange leaves out what only decides whether a change may begin.
 */
export function lookScript(
	owner: string,
	desired: Desired,
	reader: Reader = readAll,
	{ afterChange = false }: { readonly afterChange?: boolean } = {},
): string {
	const asked = everyQuestion.filter(
		([, { onlyBefore }]) =>
			!afterChange ||
			!(typeof onlyBefore === "function" ? onlyBefore(desired) : onlyBefore),
	);
	const cases = familyNames.map((family) => {
		const local = localise(desired, family);
		const reads = [
			recordPath(owner),
			rulesPath(owner),
			asksPath(owner),
			...asked.flatMap(([, question]) => question.reads?.(local, owner) ?? []),
		];
		const probes = asked.map(([name, question]) => {
			const probe =
				name === reader.instead?.question
					? reader.instead.probe
					: question.probe?.(local, family, owner);
			return `${section(name)}\n${probe ?? ""}`;
		});
		const patterns = families[family].identifiers.map(
			(word) => `*" ${word} "*`,
		);
		return `${patterns.join(" | ")})
${section("family")}; echo ${family}
${reader.readTexts(reads, family)}
${probes.join("\n")}
;;`;
	});
	return `[ ! -r /etc/os-release ] || . /etc/os-release
${section("generation")}; echo "$generation"
case " \${ID-} \${ID_LIKE-} " in
${cases.join("\n")}
*) ${section("unsupported")}; echo "\${PRETTY_NAME-without /etc/os-release}" ;;
esac
${afterChange ? "" : `${section("clock")}; date +%s\n`}${section("end")}
`;
}

/** @throws RemoteError where the look did not complete. */
export function parseLook(
	host: string,
	owner: string,
	execution: Execution & {
		readonly mark: string;
		/** When it began and when it had ended, by this machine's clock: seconds since 1970. Default: the host's clock is not compared. */
		readonly asked?: readonly [number, number];
	},
	desired: Desired,
	reader: Reader = readAll,
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
	const texts = reader.parseTexts(linesOf, family);
	const record = parseRecord({
		record: texts.get(recordPath(owner)) ?? "",
		rules: texts.get(rulesPath(owner)) ?? "",
		asks: texts.get(asksPath(owner)) ?? "",
	});
	const look = { texts, family, owner };
	const others = neighbours.parse(
		{ ...look, lines: linesOf("neighbours") },
		local,
	);
	const ours = oursOf(local, record, others);
	const found = Object.fromEntries(
		everyQuestion.map(([name, question]) => {
			if (name === "neighbours") return [name, others];
			const lines = linesOf(question.toldBy ?? name);
			return [
				name,
				name === reader.instead?.question
					? reader.instead.parse(lines)
					: question.parse({ ...look, lines, ours }, local),
			];
		}),
	) as unknown as Facts;
	const [clock] = linesOf("clock");
	return {
		...found,
		...(clock === undefined || execution.asked === undefined
			? {}
			: { clockAhead: clockAhead(Number(clock), ...execution.asked) }),
		family,
		generation: linesOf("generation").join(""),
		record,
	};
}
