import { everyName } from "../model/family.ts";
import { formatPlace } from "../model/wire-text.ts";
import { hostPrefix } from "../model/written-address.ts";
import { sh } from "../ssh/shell.ts";
import type { DrillEvent } from "./drill-event.ts";
import { fromOutside } from "./from-outside.ts";
import { refusal } from "./refusal.ts";
import type { Stage } from "./stage.ts";

const befalls = "real-server";

/** The events for a real server. */
export const realServerEvents = {
	...fromOutside(befalls),

	stop: {
		means: "its web server is stopped (--unit: another unit)",
		befalls,
		takesUnit: true,
		plan(stage) {
			const units = servingUnits(stage);
			const list = units.join(" or ");
			return {
				by: "script",
				machine: stage.machine,
				check: sh`for unit in ${units}; do systemctl is-active -q "$unit" && exit; done
echo ${`${list} does not run there; name another unit`} >&2
exit 1`,
				// stopping may take a while, as it goes on serving open connections, and we do not wait
				begin: sh`for unit in ${units}; do
	systemctl is-active -q "$unit" && exec systemctl stop --no-block "$unit"
done`,
				end: sh`for unit in ${units}; do systemctl start "$unit" 2>/dev/null && exit; done
exit 1`,
				lasts: true,
				says: `has its web server stopped (${list})`,
				byHand: `systemctl start ${units[0]}`,
			};
		},
	},

	"lose-vip": {
		means: "loses the VIP on its device, and answers on its own address",
		befalls,
		plan({ machine }) {
			const { vip, desired, name } = machine;
			const address = vip && hostPrefix(vip);
			const device = address && desired.addresses[address];
			const unit = desired.establishedBy;
			if (!address || !device || unit === undefined)
				throw refusal(
					name,
					"it has no VIP that it could lose: clients' packets come to it by its own address",
				);
			return {
				by: "script",
				machine,
				// its watch would put the VIP back within a second
				begin: sh`systemctl stop ${`${unit}-watch`} && ip address del ${address} dev ${device}`,
				end: sh`systemctl reload ${unit} && systemctl start ${`${unit}-watch`}`,
				lasts: true,
				says: `has lost ${vip} on ${device}`,
				byHand: `systemctl reload ${unit}; systemctl start ${unit}-watch`,
			};
		},
	},
} as const satisfies Record<string, DrillEvent>;

const httpd = formatPlace({ kind: "name", name: "httpd" });

/** The units that serve there, of which one exists. @throws DeclarationError */
function servingUnits({ machine, roles, unit }: Stage): readonly string[] {
	if (unit !== undefined) return [unit.replace(/\.service$/, "")];
	// if not all roles are known, the machine itself decides
	if (roles?.some(({ desired }) => httpd in desired.units) === false)
		throw refusal(
			machine.name,
			"no web server of ours runs on it, so it is not known what to stop; name the unit: --unit nginx",
		);
	return everyName("httpd");
}
