import { isMark, usualPort } from "../../../ipvs/rule.ts";
import { quote } from "../../../model/quote.ts";
import { scriptPath, scriptRemark } from "../../configuration/script-path.ts";
import { serverRule } from "../../configuration/server-rule.ts";
import { type Asker, type AskerContext, byProgram } from "./asker.ts";

/** `checktype=external` and `checktype=external-perl`. The program gets VIP and port too. */
export function programAsker(
	command: string,
	isPerl: boolean,
	{ match }: Pick<AskerContext, "match">,
): Asker {
	const words = [...(isPerl ? ["perl"] : []), command];
	const virtual = isMark(match)
		? [String(match.mark), "0"]
		: [match.address.text, String(usualPort(match))];
	return {
		timeout: "checktimeout",
		ask(real) {
			if (/\s/.test(command))
				return `ldirectord runs a program of that whole name, with its blanks, as it takes no arguments; write a script without any, and ${byProgram}`;
			const isOwn = real.port === serverRule(real, match).port;
			const script = `exec ${[
				...[...words, ...virtual].map(quote),
				'"$1"',
				isOwn ? '"$2"' : String(real.port),
			].join(" ")}`;
			const path = scriptPath(command, script);
			return {
				kind: "command",
				fields: { command: path, runAs: "root" },
				remarks: [
					scriptRemark(path, script),
					"it runs as root, as by ldirectord; without `runAs` it runs as nobody",
				],
			};
		},
	};
}
