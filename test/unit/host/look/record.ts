// Records what a real host answers to a look, one case for each question. In the folder of a running lab:
//   record=CHECKOUT/test/unit/host/look/record.ts
//   node $record director | lvsctl lab exec lb -- env LC_ALL=C sh -s | node $record director CASE
// A case names the questions that it is kept for after it, or all: `director CASE units nftables`.
// The values written are what the parsers made of it: read them before they are kept.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockFunctions, lookLock } from "../../../../src/host/lock.ts";
import { everyQuestion } from "../../../../src/host/look/every-question.ts";
import { lookScript } from "../../../../src/host/look/observe.ts";
import { fillSecrets } from "../../../../src/host/secrets.ts";
import { parseSections } from "../../../../src/host/sections.ts";
import { formatPlace } from "../../../../src/model/wire-text.ts";
import { written } from "../../ipvs/written.ts";
import { type CaseRole, desiredOf, ownerOf } from "./recorded-case.ts";

const [role = "", name, ...kept] = process.argv.slice(2);
const { desired, localised } = desiredOf(role as CaseRole);

if (name === undefined) {
	const look = lookScript(
		ownerOf(role as CaseRole),
		fillSecrets(desired, formatPlace),
	);
	console.log([lockFunctions, lookLock, look].join("\n"));
} else {
	const answer = readFileSync(0, "utf8");
	// the script above was given no mark
	const sections = parseSections("", answer);
	if (!sections.has("end")) throw new Error("the look did not come to its end");
	const all: Record<string, string> = {};
	for (const line of sections.get("texts") ?? []) {
		const at = line.indexOf(":");
		const path = line.slice(0, at);
		all[path] = `${all[path] ?? ""}${line.slice(at + 1)}\n`;
	}
	for (const [question, { reads, probe, parse, toldBy }] of everyQuestion) {
		if (kept.length > 0 && !kept.includes(question)) continue;
		const lines = sections.get(toldBy ?? question) ?? [];
		const wanted = reads?.(localised, ownerOf(role as CaseRole)) ?? [];
		const texts = Object.fromEntries(
			Object.entries(all)
				.filter(([path]) => wanted.includes(path))
				.map(([path, text]) => [path, beginning(text)]),
		);
		const value = parse(
			{
				lines,
				texts: new Map(Object.entries(texts)),
				family: "debian",
				owner: ownerOf(role as CaseRole),
			},
			localised,
		);
		const probes = (
			probe?.(localised, "debian", ownerOf(role as CaseRole)) ?? ""
		).split("\n");
		const recorded = {
			role,
			probe: probes,
			lines,
			texts,
			value: value instanceof Map ? written(value) : value,
		};
		const folder = join(import.meta.dirname, "recorded", question);
		mkdirSync(folder, { recursive: true });
		writeFileSync(
			join(folder, `${role}-${name}.json`),
			`${JSON.stringify(recorded, null, "\t")}\n`,
		);
	}
	if (kept.length === 0)
		writeFileSync(join(import.meta.dirname, "recorded", "look.txt"), answer);
}

/** Enough to tell texts apart: no test needs the pages of others. */
function beginning(text: string): string {
	return text
		.split(/(?<=\n)/)
		.slice(0, 12)
		.join("");
}
