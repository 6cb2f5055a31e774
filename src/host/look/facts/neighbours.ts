import { sh } from "../../../ssh/shell.ts";
import type { Found, HostRecord } from "../../record.ts";
import { recordDirectory } from "../../record.ts";
import type { Fact } from "./fact.ts";

/**
 * What other roles of ours on this host need too -> what they found. As long as one of them is here, such a thing does not
 * go back to what was found; and what was found is what the first of them found.
 */
export type Neighbours = Pick<
	HostRecord,
	"sysctls" | "units" | "directories" | "establishes"
>;

export const neighbours: Fact<Neighbours> = {
	probe: (_desired, _family, owner) =>
		sh`for record in /var/lib/pulumi-lvs/*/record.json; do
	case $record in ${`${recordDirectory(owner)}/record.json`} | */\\*/*) ;; *) cat "$record" ;; esac
done`,
	parse({ lines }) {
		// each record ends with the only line that is a bare brace
		const records = lines
			.join("\n")
			.split(/(?<=^\})$/m)
			.filter((text) => text.trim() !== "")
			.map((text) => JSON.parse(text) as Partial<HostRecord>);
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
