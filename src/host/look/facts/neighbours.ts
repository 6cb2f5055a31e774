import { sh } from "../../../ssh/shell.ts";
import type { Neighbours } from "../../observed.ts";
import type { Question } from "../../question.ts";
import { type Found, type HostRecord, recordDirectory } from "../../record.ts";

/** Reads the records of other roles of ours on this host, each in a line. */
export const neighbours: Question<Neighbours> = {
	probe: (_desired, _family, owner) =>
		sh`for record in /var/lib/pulumi-lvs/*/record.json; do
	case $record in ${`${recordDirectory(owner)}/record.json`} | */\\*/*) ;; *) tr -d "\\n" <"$record"; echo ;; esac
done`,
	parse({ lines }) {
		const records = lines.map(
			(line) => JSON.parse(line) as Partial<HostRecord>,
		);
		const all = (part: "sysctls" | "units" | "directories"): Found =>
			Object.assign({}, ...records.map((record) => record[part] ?? {}));
		return {
			sysctls: all("sysctls"),
			units: all("units"),
			directories: all("directories"),
			establishes: records.flatMap(({ establishes = [] }) => establishes),
		};
	},
};
