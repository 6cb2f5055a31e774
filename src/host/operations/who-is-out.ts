import type { Desired } from "../../model/desired.ts";
import { newMark } from "../../ssh/new-mark.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { parseDrainEnds } from "../drain-ends.ts";
import { readDrained } from "../look/facts/drained.ts";
import { readHealth } from "../look/facts/health.ts";
import { parseLayers, readLayers } from "../look/facts/layers.ts";
import type { Observed } from "../observed.ts";
import { parseHealth } from "../parse-health.ts";
import { parseSections, section, setMark } from "../sections.ts";

/** What a director knows of real servers that get no new connections. */
export type WhoIsOut = Pick<Observed, "drained" | "layers" | "health">;

/** Asks a director who is drained and who fails its check, in one remote execution that changes nothing. */
export async function whoIsOut(
	session: Session,
	owner: string,
	{ checks }: Pick<Desired, "checks">,
): Promise<WhoIsOut> {
	const mark = newMark();
	const answer = await runToEnd(
		session,
		[
			setMark(mark),
			section("drained"),
			readDrained(owner),
			section("layers"),
			readLayers(owner),
			...(checks === undefined ? [] : [section("health"), readHealth(owner)]),
		].join("\n"),
		{ doing: "ask who is out" },
	);
	const sections = parseSections(mark, answer);
	const linesOf = (name: string) => sections.get(name) ?? [];
	return {
		drained: parseDrainEnds(linesOf("drained")),
		layers: parseLayers(linesOf("layers")),
		health: parseHealth(linesOf("health")),
	};
}
