import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { recordDirectory } from "../model/record-directory.ts";
import { hostPrefix } from "../model/written-address.ts";
import { raw, sh } from "../ssh/shell.ts";
import { agentsOf } from "./agents-of.ts";
import type { DrillEvent } from "./drill-event.ts";
import { fromOutside } from "./from-outside.ts";
import type { Machine } from "./machine.ts";
import { refusal } from "./refusal.ts";
import type { Stage } from "./stage.ts";

const befalls = "director";

/** Our packet filter for the time of a drill. */
const table = "lvs-drill";

/** The routes by a link that a drill has down. */
const routes = "/run/lvs-drill-routes";

/** The destinations of the connection sync, and of VRRP without peers. */
const groups = ["224.0.0.81", "224.0.0.18"];

/** The events for a director. */
export const directorEvents = {
	...fromOutside(befalls),

	stop: {
		means: "our units on it are stopped, as for work on the machine",
		befalls,
		takesDown: true,
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

	standby: {
		means: "gives the VIP away as planned, and may have it again",
		befalls,
		takesDown: true,
		letsIn: true,
		plan(stage) {
			const { name, component } = stage.machine;
			peersOf(stage, "that could take the VIP");
			const failover = `${programDirectory(component)}/failover`;
			const kept = recordDirectory(ownerOf({ component, role: "director" }));
			return {
				by: "script",
				machine: stage.machine,
				// if an operator has taken it out, the end of the drill would undo that
				check: sh`! grep -qsx 1 ${`${kept}/out`} || { echo ${`it is out already, and the end of this would let it in; first end that: lvsctl standby ${name} --end`} >&2; exit 1; }`,
				// if the machine goes down meanwhile, nobody may be there to let it in: its script does, when it is up again
				begin: sh`cat /proc/sys/kernel/random/boot_id >${`${kept}/drilled`} && { sync ${`${kept}/drilled`} || :; } && ${failover} leave`,
				end: sh`${failover} join`,
				lasts: true,
				says: "gives the VIP away, and stays without it",
				byHand: `lvsctl standby ${name} --end`,
			};
		},
	},

	"link-cut": {
		means: "its link to the others is cut, and it runs on",
		befalls,
		takesDown: true,
		labsOnly: "we may reach it by that link",
		plan({ machine }) {
			const device = deviceOf(machine);
			return {
				by: "script",
				machine,
				check: `${device}
[ -n "$device" ] || { echo "no device has its address" >&2; exit 1; }`,
				// with the link the kernel drops the routes by it, and only that of its network comes back by itself
				begin: sh`${raw(device)}
ip -4 route show table all dev "$device" | awk '$1 !~ /^(local|broadcast|multicast)$/ && !/ proto kernel /' | sed 's/ linkdown//' >${routes} && ip link set "$device" down`,
				end: sh`${raw(device)}
ip link set "$device" up || exit
[ ! -e ${routes} ] || { while read -r route; do ip -4 route replace $route dev "$device" || exit; done <${routes} && rm -f ${routes}; }`,
				lasts: true,
				says: "has its link down",
				byHand: `ip link set DEVICE up, of the device that has ${machine.desired.ownAddress}; its routes are in ${routes}`,
			};
		},
	},

	split: {
		means: "hears no other director, nor is heard by one; clients reach both",
		befalls,
		takesDown: true,
		plan(stage) {
			const { machine } = stage;
			const peers = peersOf(stage, "that it could be split from");
			const names = Object.keys(peers).join(", ");
			const addresses = Object.values(peers);
			return {
				by: "script",
				machine,
				check: `command -v nft >/dev/null || { echo "nft is not installed there" >&2; exit 1; }`,
				begin: sh`nft -f - <<end
table ip ${table} {
	chain input {
		type filter hook input priority -400; policy accept;
		ip saddr { ${{ rawShell: addresses.join(", ") }} } drop
	}
	chain output {
		type filter hook output priority -400; policy accept;
		ip daddr { ${{ rawShell: [...addresses, ...groups].join(", ") }} } drop
	}
}
end`,
				end: sh`[ -z "$(nft list tables ip | grep -x ${`table ip ${table}`})" ] || nft delete table ip ${table}`,
				lasts: true,
				says: `is split from ${names}`,
				byHand: `nft delete table ip ${table}`,
			};
		},
	},
} as const satisfies Record<string, DrillEvent>;

/** The other directors by name, with their addresses. @throws DeclarationError if there is none. */
function peersOf(
	{ machine: { name, desired } }: Stage,
	that: string,
): Readonly<Record<string, string>> {
	if (desired.failover === undefined)
		throw refusal(name, `its cluster has no other director ${that}`);
	return desired.failover.peers;
}

/** Our units on a director: first the unit to which the others belong. */
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
	return sh`device=$(ip -o -4 address show to ${hostPrefix(ownAddress)} | while read -r _ device _; do echo "$device"; break; done)`;
}
