import { sh } from "../../ssh/shell.ts";
import { owedFile } from "../owed.ts";
import { recordDirectory, rulesPath } from "../record.ts";
import { formatRecord, formatRules } from "../record-text.ts";
import { watchDirectory } from "../watch-directory.ts";
import type { Actions } from "./kind.ts";

export const recordSteps: Actions<"record" | "forget"> = {
	record: {
		describe: () => "note what was found on the host",
		render: ({ owner, record, rules }) =>
			// the rules first: without the record they say nothing
			[
				...(rules
					? [sh`put ${rulesPath(owner)} 600 ${formatRules(record.ipvs)}`]
					: []),
				sh`put ${`${recordDirectory(owner)}/record.json`} 600 ${formatRecord(record)}`,
			].join(" && "),
	},
	forget: {
		describe: () => "remove the note of what was found",
		render: ({ owner }) =>
			sh`rm -rf -- ${recordDirectory(owner)} ${owedFile(owner)} ${watchDirectory(owner)} && { rmdir --ignore-fail-on-non-empty /var/lib/pulumi-lvs /usr/local/lib/pulumi-lvs/* /usr/local/lib/pulumi-lvs 2>/dev/null || true; }`,
	},
};
