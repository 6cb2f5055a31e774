import { placeOf } from "../../place-of.ts";
import type { Unread } from "../../script/read-script.ts";
import type { Settings } from "../sort-out.ts";

/** Keyword of a `vrrp_instance` -> the difference here. */
const otherwise: Readonly<Record<string, string>> = {
	authentication: "VRRP version 3 has none, so adverts carry no password here",
	dont_track_primary: "here a director whose link is down gives the VIP away",
	use_vmac:
		"here the VIP has the MAC address of its director's link, and neighbours are told by ARP when it moves",
	use_ipvlan:
		"here the VIP is on its director's link itself, and neighbours are told by ARP when it moves",
	down_timer_adverts:
		"here another director takes over when it has missed three adverts",
};

/** The parts of a `vrrp_instance` that work differently when they are declared. */
export function differencesOf(settings: Settings): Unread[] {
	const interfaces = new Set(
		settings.all("interface").map(({ values }) => values[0]),
	);
	return [
		...settings.all(...Object.keys(otherwise)).map((statement) => ({
			...placeOf(statement),
			reason: otherwise[statement.keyword] ?? "",
		})),
		...settings
			.all("track_interface")
			.flatMap(({ block = [] }) => block)
			.filter(
				({ keyword, values }) => !interfaces.has(keyword) || values.length > 0,
			)
			.map((entry) => ({
				...placeOf(entry),
				text: `track_interface ${entry.text}`,
				reason:
					"a director gives the VIP away when the link of the VIP or that of its `address` is down, whatever its priority, and watches no other",
			})),
	];
}
