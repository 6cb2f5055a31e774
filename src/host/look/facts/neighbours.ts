import { sh } from "../../../ssh/shell.ts";
import { foundKinds } from "../../kinds/every-kind.ts";
import type { Neighbours } from "../../observed.ts";
import type { Question } from "../../question.ts";
import {
	type Found,
	type FoundKindName,
	type HostRecord,
	recordDirectory,
} from "../../record.ts";

/** Reads the records of our other roles on this host, each printed in one line. */
export const neighbours: Question<Neighbours> = {
	probe: (_desired, _family, owner) =>
		sh`for record in /var/lib/pulumi-lvs/*/record.json; do
	case $record in ${`${recordDirectory(owner)}/record.json`} | */\\*/*) ;; *) tr -d "\\n" <"$record"; echo ;; esac
done`,
	parse({ lines }) {
		const records = lines.map(
			(line) => JSON.parse(line) as Partial<HostRecord>,
		);
		const all = (name: FoundKindName): Found =>
			Object.assign({}, ...records.map((record) => record[name] ?? {}));
		return {
			...(Object.fromEntries(
				foundKinds.map(([name]) => [name, all(name)]),
			) as Record<FoundKindName, Found>),
			establishes: records.flatMap(({ establishes = [] }) => establishes),
		};
	},
};
