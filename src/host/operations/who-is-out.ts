import type { Desired } from "../../model/desired.ts";
import { holdsVip } from "../../model/holds-vip.ts";
import { hostPrefix } from "../../model/written-address.ts";
import { newMark } from "../../ssh/new-mark.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { sh } from "../../ssh/shell.ts";
import { parseDrainEnds } from "../drain-ends.ts";
import { readDrained } from "../look/facts/drained.ts";
import { readHealth } from "../look/facts/health.ts";
import { parseLayers, readLayers } from "../look/facts/layers.ts";
import type { WhoIsOut } from "../out-already.ts";
import { parseHealth } from "../parse-health.ts";
import { parseSections, section, setMark } from "../sections.ts";

/** Asks a director who is drained and who fails its check, and whether it has the VIP, in one remote execution that changes nothing. */
export async function whoIsOut(
	session: Session,
	owner: string,
	{ checks, vip }: Pick<Desired, "checks" | "vip">,
): Promise<WhoIsOut> {
	const mark = newMark();
	const answer = await runToEnd(
		session,
		[
			setMark(mark),
			...(vip === undefined
				? []
				: [section("vip"), sh`ip -o -4 address show to ${hostPrefix(vip)}`]),
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
		hasVip: holdsVip(linesOf("vip")),
		drained: parseDrainEnds(linesOf("drained")),
		layers: parseLayers(linesOf("layers")),
		health: parseHealth(linesOf("health")),
	};
}
