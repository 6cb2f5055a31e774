import { recordDirectory } from "../../model/record-directory.ts";
import { sh } from "../../ssh/shell.ts";
import { owedFile } from "../owed.ts";
import { asksPath, recordPath, rulesPath } from "../record.ts";
import { formatAsks } from "../record-asks.ts";
import { formatRecord, formatRules } from "../record-text.ts";
import { watchDirectory } from "../watch-directory.ts";
import type { Actions } from "./kind.ts";

export const recordSteps: Actions<"record" | "forget"> = {
	record: {
		describe: () => "note what was found on the host",
		render: ({ owner, record, rules }) =>
			// the record last: without it rules and asks say nothing
			[
				...(rules
					? [sh`put ${rulesPath(owner)} 600 ${formatRules(record.ipvs)}`]
					: []),
				sh`put ${asksPath(owner)} 600 ${formatAsks(record.asks ?? [])}`,
				sh`put ${recordPath(owner)} 600 ${formatRecord(record)}`,
			].join(" && "),
	},
	forget: {
		describe: () => "remove the note of what was found",
		render: ({ owner }) =>
			sh`rm -rf -- ${recordDirectory(owner)} ${owedFile(owner)} ${watchDirectory(owner)} && { rmdir --ignore-fail-on-non-empty /var/lib/pulumi-lvs /usr/local/lib/pulumi-lvs/* /usr/local/lib/pulumi-lvs 2>/dev/null || true; }`,
	},
};
