import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";
import { checkFile, exitWords } from "./failover.ts";

/**
 * Why the director could not have the VIP because of a check that is not in force yet. The check is run once to find out. Undefined: it passes, is already in
 * force, or there is none.
 */
export const firstCheck: Question<string | undefined> = {
	onlyBefore: true,
	probe({ failover }, _family, owner) {
		if (failover?.check === undefined) return "";
		const { program, words, run } = failover.check;
		return `${sh`if [ -x ${program} ] && [ "$(sed -n 2p ${checkFile(owner)} 2>/dev/null)" != ${words} ]; then`}
${run}
echo "$?"
fi`;
	},
	parse({ lines }, { failover }) {
		const status = lines.map((line) => line.trim()).find(Boolean) ?? "0";
		return status === "0"
			? undefined
			: `${failover?.check?.words} ${exitWords(Number(status))}`;
	},
};
