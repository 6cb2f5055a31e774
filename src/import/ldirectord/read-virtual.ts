import {
	isMark,
	type Match,
	ruleKey,
	type ServerRule,
} from "../../ipvs/rule.ts";
import { chooseCheck } from "../configuration/choose-check.ts";
import {
	leaveOut,
	type Notes,
	refuse,
	remark,
} from "../configuration/notes.ts";
import { onLineOfAnother } from "../configuration/on-line-of-another.ts";
import { portRemark } from "../configuration/port-remark.ts";
import { serverRule } from "../configuration/server-rule.ts";
import { withoutTwice } from "../configuration/without-twice.ts";
import { placeOf } from "../place-of.ts";
import { notDeclared, type ReadService } from "../read-rules.ts";
import { noServer } from "../why-not.ts";
import { checksOf } from "./checks/checks-of.ts";
import { fallbackOf } from "./fallback-of.ts";
import { onPorts } from "./forwarded-as.ts";
import type { VirtualLines } from "./read-lines.ts";
import { type FoundReal, readReal } from "./read-real.ts";
import { serviceRule } from "./service-rule.ts";
import { type Directives, sortDirectives } from "./sort-directives.ts";
import { strayIn } from "./stray-in.ts";
import { virtualMatch } from "./virtual-match.ts";
import { virtualWords } from "./virtual-words.ts";
import { whenOut } from "./when-out.ts";

/** Reads a virtual service. Undefined: it cannot be declared, and the notes say so, as of all its parts that cannot. */
export function readVirtual(
	virtual: VirtualLines,
	globals: Directives,
	notes: Notes,
): ReadService | undefined {
	const own = sortDirectives(virtual.lines, virtualWords, notes);
	const match = declaredMatch(virtual, own, notes);
	if (typeof match === "string") {
		refuse(notes, virtual, match);
		for (const real of own.all("real"))
			refuse(notes, real, notDeclared(virtual));
		return undefined;
	}
	tellOverlooked(virtual, notes);
	const rule = serviceRule(match, own, notes);
	const reals = withoutTwice(
		own
			.all("real")
			.flatMap((real) => readReal(real, notes))
			.map((real) => ({ ...real, rule: ruleOf(real, match) })),
		(real) => ruleKey(real.rule),
		"real server",
		notes,
	);
	for (const real of reals) portRemark(real, match, onPorts, notes);
	const { servers, isAsked } = checksOf(
		virtual,
		match,
		reals,
		{ own, globals },
		notes,
	);
	const { usual: check, own: ownChecks } = chooseCheck(match, servers, notes);
	const rules = servers.map((server) => {
		const itsOwn = ownChecks.get(server);
		return {
			...{ ...placeOf(server), rule: server.rule },
			...(itsOwn === undefined ? {} : { check: itsOwn }),
		};
	});
	const sorry = fallbackOf(
		own.last("fallback") ?? globals.last("fallback"),
		{ match, check, rules },
		isAsked,
		notes,
	);
	if (isAsked)
		for (const { place, reason } of whenOut(virtual, rule, own, globals))
			remark(notes, place, reason);
	for (const unused of own.unused()) leaveOut(notes, unused.keyword, unused);
	return {
		...placeOf(virtual),
		...{ rule, servers: rules },
		...(check === undefined ? {} : { check }),
		...(sorry === undefined ? {} : { sorry }),
	};
}

/** Tells what stands behind the address of a virtual service, where ldirectord does not look. */
function tellOverlooked(virtual: VirtualLines, notes: Notes): void {
	const rest = virtual.value
		.replace(/^[^\s#]*/, "")
		.replace(/#.*/, "")
		.trim();
	const stray = strayIn(` ${rest}`);
	if (stray.length > 0)
		refuse(notes, virtual, onLineOfAnother("ldirectord", "virtual", stray));
	else if (rest !== "")
		remark(
			notes,
			virtual,
			`ldirectord overlooks "${rest}" there, and so it is here`,
		);
}

/** The packets that a virtual service takes. A string says why it cannot be declared. */
function declaredMatch(
	virtual: VirtualLines,
	own: Directives,
	notes: Notes,
): Match | string {
	const match = virtualMatch(virtual, own, notes);
	const checktype = own.last("checktype");
	if (typeof match === "string") return match;
	if (checktype?.value === "off")
		return `by checktype=off, line ${checktype.line}, ldirectord puts no real server in; write checktype=on for real servers that serve unchecked`;
	return own.all("real").length === 0 ? noServer : match;
}

/** The rule that ldirectord sets. That of a mark keeps its port, which changes no packet where it is not rewritten. */
function ruleOf(real: FoundReal, match: Match): ServerRule {
	const rule = serverRule(real, match);
	return isMark(match) ? { ...rule, port: real.port } : rule;
}
