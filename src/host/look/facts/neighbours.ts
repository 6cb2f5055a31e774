import { raw, sh } from "../../../ssh/shell.ts";
import { foundKinds } from "../../kinds/every-kind.ts";
import type { Neighbours } from "../../observed.ts";
import type { Question } from "../../question.ts";
import {
	type Found,
	type FoundKindName,
	type HostRecord,
	recordDirectory,
} from "../../record.ts";

const theirServices = `
		rules=\${record%/*}; [ ! -e "$rules/rules" ] || sed "s|^\\(-[a-z] [^ ]*\\).*|rule \${rules##*/} \\1|" "$rules/rules"`;

/** Reads the records of our other roles on this host, each printed in one line. On a director, their services too, after `rule` and the owner. */
export const neighbours: Question<Neighbours> = {
	probe: ({ ipvs }, _family, owner) =>
		sh`for record in /var/lib/pulumi-lvs/*/record.json; do
	case $record in ${`${recordDirectory(owner)}/record.json`} | */\\*/*) ;; *) tr -d "\\n" <"$record"; echo${raw(Object.keys(ipvs).length === 0 ? "" : theirServices)} ;; esac
done`,
	parse({ lines }) {
		const records = lines
			.filter((line) => line.startsWith("{"))
			.map((line) => JSON.parse(line) as Partial<HostRecord>);
		const all = (name: FoundKindName): Found =>
			Object.assign({}, ...records.map((record) => record[name] ?? {}));
		return {
			...(Object.fromEntries(
				foundKinds.map(([name]) => [name, all(name)]),
			) as Record<FoundKindName, Found>),
			services: Object.fromEntries(
				lines.flatMap((line) => {
					const [, owner = "", key = ""] =
						/^rule (\S+) (-\w \S+)/.exec(line) ?? [];
					return key === "" ? [] : [[key, owner]];
				}),
			),
			establishes: records.flatMap(({ establishes = [] }) => establishes),
		};
	},
};
