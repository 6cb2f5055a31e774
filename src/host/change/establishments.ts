import type { Desired } from "../../model/desired.ts";
import { sh } from "../../ssh/shell.ts";
import { marker } from "../look/facts/archives.ts";

/** What a unit of ours makes beside addresses, sysctls and rules, each by a name that says how to undo it: `device tunl0`. */
export function establishments(desired: Desired): string[] {
	const { nftables, routes, tables, devices, receivers } = desired;
	return [
		...(isEmpty(nftables) ? [] : [`nftables ${tables.nftables}`]),
		...(isEmpty(routes) ? [] : [`routing ${tables.routing}`]),
		...Object.keys(devices).map((name) => `device ${name}`),
		...Object.keys(receivers).map((port) => `receiver ${port}`),
		...Object.keys(desired.archives).map((name) => `archive ${name}`),
		...(desired.script === "" ? [] : [`script ${desired.script}`]),
	];
}

/** Shell text that undoes one of them, also where it is gone already. */
export function undo(establishment: string): string {
	const [kind, name = ""] = establishment.split(" ");
	switch (kind) {
		case "nftables":
			return sh`{ ! nft list table ip ${name} >/dev/null 2>&1 || nft delete table ip ${name}; }`;
		case "routing":
			return sh`{ while ip rule del pref ${name} 2>/dev/null; do :; done; ip route flush table ${name} 2>/dev/null; true; }`;
		case "device":
			return sh`{ [ ! -e ${`/sys/class/net/${name}`} ] || ip link set ${name} down; }`;
		case "receiver":
			return sh`{ [ ! -e /sys/module/fou ] || ip fou del port ${name} 2>/dev/null || true; }`;
		case "archive":
			// a mount in it is somebody's data
			return sh`rm -rf --one-file-system -- ${name} ${marker(name)}`;
		case "script":
			return sh`{ [ ! -x ${name} ] || ${name} remove 9>&-; }`;
		default:
			throw new Error(`nobody knows how to undo ${establishment}`);
	}
}

function isEmpty(record: object): boolean {
	return Object.keys(record).length === 0;
}
