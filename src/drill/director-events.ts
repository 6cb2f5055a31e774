import { sh } from "../ssh/shell.ts";
import { agentsOf } from "./agents-of.ts";
import type { DrillEvent } from "./drill-event.ts";
import { fromOutside } from "./from-outside.ts";
import type { Machine } from "./machine.ts";
import { refusal } from "./refusal.ts";

const befalls = "director";

/** Our packet filter for the time of a drill. */
const table = "lvs-drill";

/** Where directors tell each other of connections, and where VRRP speaks without peers. */
const groups = ["224.0.0.81", "224.0.0.18"];

/** What can befall a director. */
export const directorEvents = {
	...fromOutside(befalls),

	stop: {
		means: "our units on it are stopped, as for work on the machine",
		befalls,
		plan({ machine }) {
			const [unit, ...others] = unitsOf(machine);
			return {
				by: "script",
				machine,
				begin: sh`systemctl stop ${[unit]}`,
				end: sh`systemctl start ${[unit]} && systemctl start --no-block ${others}`,
				lasts: true,
				says: `has ${unit} stopped`,
				byHand: `systemctl start ${[unit, ...others].join(" ")}`,
			};
		},
	},

	"link-cut": {
		means: "its link to the others is cut, and it runs on",
		befalls,
		labsOnly: "we may reach it by that link",
		plan({ machine }) {
			const device = deviceOf(machine);
			return {
				by: "script",
				machine,
				check: `${device}
[ -n "$device" ] || { echo "no device has its address" >&2; exit 1; }`,
				begin: `${device}
ip link set "$device" down`,
				end: `${device}
ip link set "$device" up`,
				lasts: true,
				says: "has its link down",
				byHand: `ip link set DEVICE up, of the device that has ${machine.desired.ownAddress}`,
			};
		},
	},

	split: {
		means: "hears no other director, nor is heard by one; clients reach both",
		befalls,
		plan({ machine }) {
			const peers = Object.values(machine.desired.failover?.peers ?? {});
			if (peers.length === 0)
				throw refusal(
					machine.name,
					"its cluster has no other director that it could be split from",
				);
			return {
				by: "script",
				machine,
				check: `command -v nft >/dev/null || { echo "nft is not installed there" >&2; exit 1; }`,
				begin: sh`nft -f - <<end
table ip ${table} {
	chain input {
		type filter hook input priority -400; policy accept;
		ip saddr { ${{ rawShell: peers.join(", ") }} } drop
	}
	chain output {
		type filter hook output priority -400; policy accept;
		ip daddr { ${{ rawShell: [...peers, ...groups].join(", ") }} } drop
	}
}
end`,
				end: sh`[ -z "$(nft list tables ip | grep -x ${`table ip ${table}`})" ] || nft delete table ip ${table}`,
				lasts: true,
				says: `is split from ${Object.keys(machine.desired.failover?.peers ?? {}).join(", ")}`,
				byHand: `nft delete table ip ${table}`,
			};
		},
	},
} as const satisfies Record<string, DrillEvent>;

/** Our units on a director: first the one that the others belong to. */
function unitsOf({ component, name, desired }: Machine): [string, ...string[]] {
	const unit = desired.establishedBy;
	if (unit === undefined) throw refusal(name, "none of our units runs on it");
	return [
		unit,
		...Object.keys(desired.units).filter(
			(each) =>
				each.startsWith(`${unit}-`) || agentsOf(component).includes(each),
		),
	];
}

/** Shell text that finds the device by which a director reaches the others. */
function deviceOf({ name, desired }: Machine): string {
	const { device, ownAddress } = desired;
	if (device !== undefined) return sh`device=${device}`;
	if (ownAddress === undefined)
		throw refusal(name, "it has no address of which its link is known");
	return sh`device=$(ip -o -4 address show to ${`${ownAddress}/32`} | while read -r _ device _; do echo "$device"; break; done)`;
}
