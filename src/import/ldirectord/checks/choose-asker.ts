import { isMark, usualPort } from "../../../ipvs/rule.ts";
import { remark } from "../../configuration/notes.ts";
import { serviceAt } from "../services.ts";
import type { Asker, AskerContext } from "./asker.ts";
import { beyondAsker } from "./beyond.ts";
import { connectionAsker, pingAsker } from "./connection.ts";
import { dnsAsker } from "./dns.ts";
import { greetingAsker, greets } from "./greeting.ts";
import { pageAsker } from "./page.ts";
import { programAsker } from "./program.ts";
import { simpleTcpAsker } from "./simple-tcp.ts";

/** The program that ldirectord runs if none is named. It always says yes. */
const usualProgram = "/bin/true";

/** The service of a virtual service, as it is asked. */
export function serviceOf({
	own,
	match,
}: Pick<AskerContext, "own" | "match">): string {
	return own.last("service")?.value ?? serviceAt(usualPort(match));
}

/** How a virtual service is checked. `nothing`: ldirectord takes every real server for good. Undefined: it cannot be declared, and the notes say so. */
export function chooseAsker(
	context: AskerContext,
): Asker | "nothing" | undefined {
	const { own, place, notes, service } = context;
	// what is meant is not known, and their lines are reported
	if (own.isRefused("checktype") || own.isRefused("service")) return undefined;
	const checktype = own.last("checktype")?.value ?? "negotiate";
	const unchecked = (why: string) => {
		remark(
			notes,
			place,
			`${why}, so ldirectord takes every real server for good, and no check is declared; for one write \`check: { tcp: true }\``,
		);
		return "nothing" as const;
	};
	switch (checktype) {
		case "on":
			return unchecked("it asks nothing");
		case "connect":
			return connectionAsker(context);
		case "ping":
			return pingAsker(context);
		case "external":
		case "external-perl": {
			const command = own.last("checkcommand")?.value ?? usualProgram;
			return command === usualProgram
				? unchecked(`${usualProgram} always succeeds`)
				: programAsker(command, checktype === "external-perl", context);
		}
	}
	const connections = /^\d+$/.test(checktype) ? Number(checktype) : 0;
	if (service === "none") {
		if (connections > 0) return connectionAsker(context);
		return unchecked(
			own.last("service") === undefined
				? `it names no service, and ${isMark(context.match) ? "a mark has no port by which ldirectord would know one" : "by its port ldirectord knows none"}`
				: "nothing is asked of service none",
		);
	}
	if (connections > 0)
		remark(
			notes,
			place,
			`each check asks ${service}, and by ldirectord one after ${connections} that only connect`,
		);
	return negotiator(context);
}

function negotiator(context: AskerContext): Asker | undefined {
	const { service } = context;
	if (service === "http" || service === "https")
		return pageAsker(service, context);
	if (service === "dns") return dnsAsker(context);
	if (service === "simpletcp") return simpleTcpAsker(context);
	return greets(service) ? greetingAsker(context) : beyondAsker(context);
}
