import { parseServiceLine, serviceInAwk } from "../../../ipvs/key.ts";
import { recordRoot } from "../../../model/record-directory.ts";
import { raw, sh } from "../../../ssh/shell.ts";
import { isOurs } from "../../address-note.ts";
import { foundKinds } from "../../kinds/every-kind.ts";
import { parseFileNote } from "../../kinds/file-note.ts";
import type { Neighbours } from "../../neighbours.ts";
import type { Question } from "../../question.ts";
import {
	type Found,
	type FoundKindName,
	type HostRecord,
	recordPath,
	rulesPath,
} from "../../record.ts";
import { parseOwnText } from "../../record-text.ts";

/** Their rules, one line for each service; its real servers only where we have the service too, as there may be thousands. */
const theirRules = (owner: string) => sh`
		rules=\${record%/*}/rules; [ ! -e "$rules" ] || cat ${rulesPath(owner)} 2>/dev/null | awk '
			{ service = ${raw(serviceInAwk)} }
			FILENAME != rules { ours[service]; next }
			service in ours { print "both", owner, $0; next }
			{ print "rule", owner, service }' owner="$owner" rules="$rules" - "$rules"
		[ ! -s "\${record%/*}/drained" ] || echo "drains $owner"`;

/** Reads the records of our other roles on this host, each printed in one line. On a director, their rules too, after the owner. */
export const neighbours: Question<Neighbours> = {
	probe: ({ ipvs }, _family, owner) =>
		sh`for record in ${recordRoot}/*/record.json; do
	case $record in ${recordPath(owner)} | */\\*/*) ;; *) owner=\${record%/*}; owner=\${owner##*/}; printf "owner $owner "; tr -d "\\n" <"$record"; echo${raw(Object.keys(ipvs).length === 0 ? "" : theirRules(owner))} ;; esac
done`,
	parse({ lines }) {
		const records = lines.flatMap((line): OwnedRecord[] => {
			const [, owner, text] = /^owner (\S+) (.*)$/.exec(line) ?? [];
			return owner === undefined || text === undefined
				? []
				: [[owner, parseOwnText(text)]];
		});
		const all = (name: FoundKindName): Found =>
			Object.assign({}, ...records.map(([, record]) => record[name] ?? {}));
		const rules = lines.flatMap((line) => {
			const [, whose, owner, rest] =
				/^(rule|both) (\S+) (.*)$/.exec(line) ?? [];
			return owner === undefined || rest === undefined
				? []
				: [{ owner, both: whose === "both", ...parseServiceLine(rest) }];
		});
		return {
			...(Object.fromEntries(
				foundKinds.map(([name]) => [name, all(name)]),
			) as Record<FoundKindName, Found>),
			stacks: Object.fromEntries(
				records.flatMap(([owner, { holder }]) =>
					holder?.stack === undefined ? [] : [[owner, holder.stack]],
				),
			),
			fileOwners: Object.fromEntries(
				records.flatMap(([owner, { files = {} }]) =>
					Object.entries(files)
						.filter(([, found]) => parseFileNote(found).block === undefined)
						.map(([path]) => [path, owner]),
				),
			),
			makers: Object.fromEntries(
				records.flatMap(([owner, { establishes = [] }]) =>
					establishes.map((thing) => [thing, owner]),
				),
			),
			addressOwners: Object.fromEntries(
				records.flatMap(([owner, { addresses = {}, holder }]) =>
					Object.entries(addresses)
						.filter(([, found]) => isOurs(found))
						.map(([address]) => [address, holder?.resource ?? owner]),
				),
			),
			soleOwners: Object.fromEntries(
				records.flatMap(([owner, { sole = [] }]) =>
					sole.map((thing) => [thing, owner]),
				),
			),
			settingOwners: settingOwners(records),
			drains: lines.flatMap((line) => /^drains (\S+)$/.exec(line)?.[1] ?? []),
			services: Object.fromEntries(
				rules.map(({ service, owner }) => [service, owner]),
			),
			rulesBefore: records.flatMap(([, { rulesBefore = [] }]) => rulesBefore),
			sharedRules: rules
				.filter(({ both }) => both)
				.flatMap(({ service, servers }) => [service, ...servers]),
			establishes: records.flatMap(([, { establishes = [] }]) => establishes),
		};
	},
};

type OwnedRecord = readonly [owner: string, record: Partial<HostRecord>];

function settingOwners(
	records: readonly OwnedRecord[],
): Neighbours["settingOwners"] {
	const owners: Record<string, string[]> = {};
	for (const [owner, { sysctls = {}, timeouts = {} }] of records)
		for (const key of Object.keys({ ...sysctls, ...timeouts }))
			owners[key] = [...(owners[key] ?? []), owner];
	return owners;
}
