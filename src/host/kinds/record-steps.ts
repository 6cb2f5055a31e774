import { programRoot } from "../../model/program-directory.ts";
import { recordDirectory, recordRoot } from "../../model/record-directory.ts";
import { runDirectory } from "../../model/run-directory.ts";
import { sh } from "../../ssh/shell.ts";
import { owedFile } from "../owed.ts";
import { asksPath, recordPath, rulesPath } from "../record.ts";
import { formatAsks } from "../record-asks.ts";
import { formatRecord, formatRules } from "../record-text.ts";
import type { Actions } from "./kind.ts";
import { put } from "./put-file.ts";
import { stepsWith } from "./steps-with.ts";

export const recordSteps: Actions<"record" | "forget"> = stepsWith(
	{ put },
	(call) => ({
		record: {
			describe: () => "note what was found on the host",
			render: ({ recordName, record, rules }) =>
				// the record comes last: without it the files of rules and asks mean nothing
				[
					...(rules
						? [
								sh`${call.put} ${rulesPath(recordName)} 600 ${formatRules(record.ipvs)}`,
							]
						: []),
					sh`${call.put} ${asksPath(recordName)} 600 ${formatAsks(record.asks ?? [])}`,
					sh`${call.put} ${recordPath(recordName)} 600 ${formatRecord(record)}`,
				].join(" && "),
		},
		forget: {
			describe: () => "remove the note of what was found",
			render: ({ recordName }) =>
				sh`rm -rf -- ${recordDirectory(recordName)} ${owedFile(recordName)} ${runDirectory(recordName)} && { rmdir --ignore-fail-on-non-empty ${recordRoot} ${programRoot}/* ${programRoot} 2>/dev/null || true; }`,
		},
	}),
);
