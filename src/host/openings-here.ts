import { richRules } from "../filter/by-firewalld.ts";
import { ufwRules } from "../filter/by-ufw.ts";
import { formatOpening, parseOpening } from "../filter/opening.ts";
import type { Devices } from "../filter/stop.ts";
import type { Desired } from "../model/desired.ts";
import type { Passage } from "../model/passage.ts";
import { devicesOf } from "./devices-of.ts";
import type { Observed } from "./observed.ts";
import { stops } from "./stops.ts";

/**
 * The rules of ufw or firewalld that this host needs for the declared passages, by their commands: the rules to make, because something is stopped; the rules
 * that we made; and the rules that another role of ours made and that let through what this role needs too.
 */
export function openingsHere(
	desired: Desired,
	seen: Pick<Observed, "addresses" | "filters" | "record" | "neighbours">,
): Desired["filters"] {
	const { filters, passes = {} } = desired;
	const wanted = Object.entries(passes).filter(([words]) => words in filters);
	if (wanted.length === 0) return {};
	const needed = new Map(
		wanted.flatMap(([words, passage]) =>
			rulesFor(passage, devicesOf(passage, desired, seen)).map(
				(rule) => [rule, words] as const,
			),
		),
	);
	const made = Object.keys({
		...seen.neighbours.filters,
		...seen.record?.filters,
	});
	return Object.fromEntries([
		...made.flatMap((command) => {
			const words = needed.get(parseOpening(command).rule);
			return words === undefined ? [] : [[command, words]];
		}),
		...stops(desired, seen).flatMap(({ words, wayOut }) =>
			wayOut.kind === "openings" && words in filters
				? wayOut.openings.map((opening) => [formatOpening(opening), words])
				: [],
		),
	]);
}

/** The rules of every opening that may be made for a passage, for ufw and for firewalld, whichever is there. */
function rulesFor(passage: Passage, devices: Devices): string[] {
	const ports = passage.fromPorts ?? passage.toPorts ?? [];
	return [...ufwRules(passage, ports, devices), ...richRules(passage, ports)];
}
