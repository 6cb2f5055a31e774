import { formatAttributes } from "../../ipvs/rule.ts";
import type { Desired } from "../../model/desired.ts";
import { localName } from "../../model/family.ts";
import { deviceFor } from "../look/device-for.ts";
import { belongsTo } from "../look/facts/directories.ts";
import type { FoundUnit } from "../look/facts/units.ts";
import type { Observed } from "../look/observe.ts";
import { holdsSecrets, type Secrets, withSecrets } from "../secrets.ts";
import { withDrains } from "./with-drains.ts";

/**
 * What was observed, in the shape of what is desired: equal to it where nothing drifted, and otherwise different in
 * just the lines that drifted. It is what `refresh` stores, so that it and the next preview show the drift.
 */
export function live(
	desired: Desired,
	observed: Observed,
	secrets: Secrets = {},
): Desired {
	const filled = withSecrets(desired, secrets).files;
	const of = <Value, Live>(
		record: Readonly<Record<string, Value>>,
		look: (name: string, wanted: Value, key: string) => Live | undefined,
	): Record<string, Live> =>
		Object.fromEntries(
			Object.entries(record).flatMap(([key, wanted]) => {
				const found = look(localName(key, observed.family), wanted, key);
				return found === undefined ? [] : [[key, found]];
			}),
		);
	const drained = withDrains(desired, observed.drained).ipvs;
	const ours = new Set([
		...Object.keys(desired.ipvs),
		...(observed.record?.ipvs ?? []),
	]);
	return {
		...desired,
		packages: of(desired.packages, (name) =>
			observed.packages[name] ? "installed" : undefined,
		),
		modules: of(desired.modules, (name) =>
			observed.modules[name] === "loaded" ? "loaded" : undefined,
		),
		files: of(desired.files, (path, wanted, key) => {
			const found = observed.files[path];
			if (found?.content === undefined) return undefined;
			const same =
				found.content ===
				localName(filled[key]?.content ?? "", observed.family);
			return {
				...wanted,
				content: same
					? wanted.content
					: holdsSecrets(wanted.content)
						? "(differs; not shown, as there are secrets in it)\n"
						: found.content,
				mode: wanted.block === undefined ? found.mode : wanted.mode,
				...(wanted.owner === undefined ||
				belongsTo(found, localName(wanted.owner, observed.family))
					? {}
					: { owner: found.owner }),
			};
		}),
		directories: of(desired.directories, (path, wanted) => {
			const found = observed.directories[path];
			if (found === undefined || wanted === "any") return found && wanted;
			const [, owner = ""] = localName(wanted, observed.family).split(" ");
			return belongsTo(found, owner)
				? `${found.mode} ${wanted.split(" ")[1]}`
				: `${found.mode} ${found.owner}`;
		}),
		archives: of(desired.archives, (directory, wanted) => {
			const sha256 = observed.archives[directory];
			return sha256 === undefined ? undefined : { ...wanted, sha256 };
		}),
		conditions: of(desired.conditions, (key) => observed.conditions[key]),
		units: of(desired.units, (name, wanted) =>
			unitState(observed.units[name], wanted),
		),
		sysctls: of(desired.sysctls, (key) => observed.sysctls[key]),
		addresses: of(desired.addresses, (address, where) => {
			const device = deviceFor(desired, where, observed.addresses.list);
			return observed.addresses.list.some(
				(found) => found.address === address && found.device === device,
			)
				? where
				: undefined;
		}),
		timeouts: of(desired.timeouts, (name) => observed.timeouts[name]),
		nftables: observed.nftables,
		devices: of(desired.devices, (name) =>
			observed.devices[name] === "up" ? "up" : undefined,
		),
		receivers: of(desired.receivers, (port) => observed.receivers[port]),
		routes: observed.routes,
		ipvs: Object.fromEntries(
			[...observed.ipvs]
				.filter(([key]) => ours.has(key))
				.map(([key, rule]) => {
					const attributes = formatAttributes(rule);
					// what an operator drains is no drift
					return attributes === drained[key]
						? [key, desired.ipvs[key] ?? attributes]
						: [key, attributes];
				}),
		),
	};
}

function unitState(
	unit: FoundUnit | undefined,
	wanted: Desired["units"][string],
): Desired["units"][string] | undefined {
	if (unit === undefined) return undefined;
	if (unit.masked) return "masked";
	if (wanted === "enabled" && unit.enabled) return wanted;
	const state = `${unit.enabled ? "enabled" : "disabled"} ${unit.active ? "active" : "inactive"}`;
	// a state nobody can declare, for the eyes of who reads the drift
	return state as Desired["units"][string];
}
