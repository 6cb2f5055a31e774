import { defaults } from "../../model/defaults.ts";
import type { Desired } from "../../model/desired.ts";
import { families } from "../../model/family.ts";
import { hostPrefix } from "../../model/written-address.ts";
import { here } from "../here.ts";
import { otherOwners } from "../keepers.ts";
import { stays } from "../kinds/sysctls.ts";
import { units } from "../kinds/units.ts";
import type { Observed } from "../observed.ts";
import { without } from "../record.ts";
import { engineOfOthers } from "./engine-of-others.ts";
import { faults } from "./faults.ts";
import { chosenClients, partlyFiltered, unjudged } from "./filtered.ts";
import { lostAtBoot } from "./lost-at-boot.ts";
import { otherSource } from "./other-source.ts";
import { pathRemarks } from "./path-remarks.ts";

/** Remarks on a host. None of them stops a change. */
export function remarks(
	desired: Desired,
	observed: Observed,
): readonly string[] {
	const { sysctls } = here(desired, observed);
	return [
		...faults(desired, observed),
		...balancers(desired, observed),
		...pathRemarks(desired, observed),
		...unjudged(desired, observed),
		...partlyFiltered(desired, observed),
		...chosenClients(desired, observed),
		...otherSource(desired, observed),
		...observed.unreadRules.map(
			(line) =>
				`ipvsadm prints a line of the table that cannot be read; what it says stays as it is: ${line}`,
		),
		...outdated(observed),
		...observed.agreedByOthers.unread.map(
			(place) =>
				`keepalived of this host has a number that cannot be read here; it must be another one than ${desired.failover?.routerId}: ${place}`,
		),
		...observed.notes,
		...lostAtBoot(desired, observed),
		...manyWorkers(desired, observed),
		...restarts(desired, observed),
		...foundDatabases(desired, observed),
		...(units.left?.(
			without(observed.record?.units ?? {}, desired.units),
			observed,
			desired,
		) ?? []),
		...stays(
			without(observed.record?.sysctls ?? {}, sysctls),
			observed,
			desired,
		),
	];
}

/**
 * Says that the web server may want more connections of the database than were reckoned for it, where it runs PHP by itself: php-fpm has its own number, and a
 * site without a database wants none.
 */
function manyWorkers({ web, packages }: Desired, observed: Observed): string[] {
	const { workers } = observed.webServer;
	return web?.php !== true ||
		workers === undefined ||
		!("php-mysql" in packages)
		? []
		: [
				`the web server works on up to ${workers.count} requests at once (${workers.place}), each with a connection of the database, and ${defaults.webWorkers} were reckoned for each real server. That is well where settings of the Database have max_connections for all real servers; else take the line out`,
			];
}

/** Says that an engine is restarted with our settings, if it has databases that are not ours and no users but ours. */
function restarts(desired: Desired, observed: Observed): string[] {
	const { databases } = engineOfOthers(desired, observed);
	return desired.engine?.as !== "own" || databases.length === 0
		? []
		: [
				`MariaDB has databases of others (${databases.join(", ")}), and is restarted with the settings of this component; if they must stay as they are, stop here and write sharedEngine: true`,
			];
}

/** Declared databases that an engine of others had before us. */
function foundDatabases(
	{ engine }: Desired,
	{ record, engine: { open } }: Observed,
): string[] {
	return engine?.as !== "shared" || record !== undefined
		? []
		: engine.databases
				.filter((name) => open?.databases.includes(name))
				.map(
					(name) =>
						`database ${name} is in MariaDB already: it is used as it is, and destroy leaves it`,
				);
}

/** Rules that somebody may take for those that are in force. */
function outdated({ outdatedRules, family }: Observed): string[] {
	const [first, ...others] = outdatedRules;
	return first === undefined
		? []
		: [
				`${families[family].names["ipvs-rules"]} has rules for ${first}${others.length === 0 ? "" : `, and ${others.length} more services,`} outside our lines; they no longer count, and can be taken out`,
			];
}

/** Other programs that write into the table of a director. */
function balancers({ vip = "", ipvs }: Desired, observed: Observed): string[] {
	const { running } = observed.keepers;
	const beside = otherOwners(observed.keepers).map(
		(program) =>
			`${running[program] || program} is active here and balances too: its services and ours live side by side as long as none is the same`,
	);
	const shared = [
		...new Set(
			Object.keys(ipvs).flatMap(
				(key) => observed.neighbours.services[key] ?? [],
			),
		),
	].map(
		(owner) =>
			`${owner} has services of ours too: they stay until both are gone`,
	);
	// the device exists where kube-proxy balances with IPVS
	const deletes =
		"kube-proxy" in running &&
		observed.addresses.devices.includes("kube-ipvs0");
	return [
		...shared,
		...beside,
		...(deletes
			? [
					`kube-proxy balances with IPVS here and deletes services that are not its own, unless ipvs.excludeCIDRs of its configuration has ${hostPrefix(vip)}`,
				]
			: []),
	];
}
