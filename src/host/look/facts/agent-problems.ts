import { componentOf } from "../../../model/owner.ts";
import { programDirectory } from "../../../model/program-directory.ts";
import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";

/** What the script of a director says of its checks and drains: a script of an earlier version says nothing. */
export const agentProblems: Question<readonly string[]> = {
	probe({ ipvs }, _family, owner) {
		const program = `${programDirectory(componentOf(owner, "director") ?? "")}/director`;
		return Object.keys(ipvs).length === 0
			? ""
			: sh`[ ! -x ${program} ] || ${program} problems 2>/dev/null`;
	},
	parse: ({ lines }) => lines,
};
