import { componentOf } from "../../../model/owner.ts";
import { programDirectory } from "../../../model/program-directory.ts";
import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";

/** The problems that the script of a director reports with its checks and drains. A script of an earlier version reports none. */
export const agentProblems: Question<readonly string[]> = {
	probe({ ipvs }, _family, owner) {
		const program = `${programDirectory(componentOf(owner, "director") ?? "")}/director`;
		return Object.keys(ipvs).length === 0
			? ""
			: sh`[ ! -x ${program} ] || ${program} problems 2>/dev/null`;
	},
	parse: ({ lines }) => lines,
};
