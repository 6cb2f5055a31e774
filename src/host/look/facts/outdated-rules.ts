import { everyName } from "../../../model/family.ts";
import type { Question } from "../../question.ts";

/**
 * Services of ours of which the distribution's rule file has rules outside our lines, as its own unit kept them before us. A large file is not read where its
 * digest says that our lines are as they should be; then nothing is told.
 */
export const outdatedRules: Question<readonly string[]> = {
	// the file is read anyway, as our lines are in it
	reads: ({ files }) => Object.keys(files).filter(isRuleFile),
	parse({ texts }, { files, ipvs }) {
		const found = new Set<string>();
		for (const path of Object.keys(files).filter(isRuleFile)) {
			let ofUs = false;
			for (const line of (texts.get(path) ?? "").split("\n")) {
				const [word, kind = "", target = ""] = line.split(/\s+/);
				if (word === "#" && target === "pulumi-lvs") ofUs = kind === "begin";
				const service = `${kind} ${target}`;
				if (!ofUs && (word === "-A" || word === "-a") && service in ipvs)
					found.add(service);
			}
		}
		return [...found];
	},
};

function isRuleFile(path: string): boolean {
	return everyName("ipvs-rules").includes(path);
}
