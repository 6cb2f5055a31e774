import { RemoteError } from "../../errors.ts";
import type { Desired } from "../../model/desired.ts";
import { isScheduler } from "../../model/schedulers.ts";
import { markOf } from "../../model/tables.ts";
import { linkOf } from "../device-for.ts";
import { kinds } from "../kinds/every-kind.ts";
import { parseMade } from "../kinds/made-text.ts";
import type { Observed } from "../observed.ts";
import { filteredPackets } from "./filtered.ts";
import type { Reason } from "./reason.ts";
import { agreedByOthers } from "./refuse-agreed.ts";
import {
	accountsOfOthers,
	closedEngine,
	contentOfOthers,
	sharedAsItIs,
} from "./refuse-engine.ts";
import { exportsOfOthers } from "./refuse-exports.ts";
import {
	foreignDirectories,
	foreignFiles,
	onTheNetwork,
} from "./refuse-files.ts";
import { freshData } from "./refuse-fresh-data.ts";
import { lostData } from "./refuse-lost-data.ts";
import { listenersBehindMarks, usedMarks } from "./refuse-marks.ts";
import { answersOfOthers } from "./refuse-other-answers.ts";
import {
	filesOfOthers,
	servicesOfKeepers,
	servicesOfOthers,
	soleOfOthers,
	takenPorts,
	vipOfAnother,
} from "./refuse-others.ts";
import { ownMarksOfOthers } from "./refuse-own-marks.ts";
import {
	failingFirstCheck,
	missingUsers,
	uselessPrograms,
	writableFolders,
} from "./refuse-programs.ts";
import { settingsOfNeighbours, settingsOfOthers } from "./refuse-settings.ts";
import {
	guardOfOthers,
	settingsOfOtherClusters,
} from "./refuse-shared-kernel.ts";
import { vipElsewhere } from "./refuse-vip-elsewhere.ts";
import { answersElsewhere, unreachableServers } from "./refuse-ways.ts";
import {
	firstSiteOfOthers,
	poolsElsewhere,
	portsOfItsOwn,
	threadsOfOthers,
} from "./refuse-web.ts";

/**
 * Refuses to touch a host that is not the machine that was meant, that cannot do what is asked, or that would lose what is not
 * ours.
 *
 * @throws RemoteError for the first of them.
 */
export function refuse(
	host: string,
	desired: Desired,
	observed: Observed,
	stack: string | undefined,
): void {
	const [reason] = refusals(desired, observed, stack);
	if (reason !== undefined)
		throw new RemoteError({
			host,
			doing: "check before any change",
			...reason,
		});
}

/**
 * Why a host must not be touched. Empty: nothing speaks against it.
 *
 * @param stack whose resource it is: what others of it have on the host is handed over. Undefined: not known.
 */
export function refusals(
	desired: Desired,
	observed: Observed,
	stack: string | undefined,
): Reason[] {
	return [
		...wrongMachine(desired, observed),
		...vipElsewhere(desired, observed),
		...vipOfAnother(desired, observed),
		...servicesOfOthers(desired, observed, stack),
		...ownMarksOfOthers(desired, observed, stack),
		...servicesOfKeepers(desired, observed),
		...agreedByOthers(desired, observed),
		...takenPorts(desired, observed),
		...missingModules(desired, observed),
		...uselessPrograms(desired, observed),
		...missingUsers(desired, observed),
		...writableFolders(desired, observed),
		...failingFirstCheck(desired, observed),
		...unreachableServers(desired, observed),
		...answersElsewhere(desired, observed),
		...answersOfOthers(desired, observed, stack),
		...sharedRoutingTable(desired, observed),
		...settingsOfOtherClusters(desired, observed, stack),
		...guardOfOthers(desired, observed),
		...usedMarks(desired, observed, stack),
		...listenersBehindMarks(desired, observed),
		...foreignFiles(desired, observed),
		...filesOfOthers(desired, observed, stack),
		...soleOfOthers(desired, observed),
		...onTheNetwork(desired, observed),
		...firstSiteOfOthers(desired, observed),
		...threadsOfOthers(desired, observed),
		...poolsElsewhere(desired, observed),
		...portsOfItsOwn(desired, observed),
		...exportsOfOthers(desired, observed),
		...closedEngine(desired, observed),
		...contentOfOthers(desired, observed),
		...settingsOfOthers(desired, observed),
		...settingsOfNeighbours(desired, observed, stack),
		...sharedAsItIs(desired, observed),
		...accountsOfOthers(desired, observed),
		...freshData(desired, observed),
		...lostData(desired, observed),
		...foreignDirectories(desired, observed),
		...filteredPackets(desired, observed),
	];
}

function wrongMachine(
	{ ownAddress, device }: Desired,
	{ addresses }: Observed,
): Reason[] {
	const has = addresses.list
		.filter((found) => found.device !== "lo")
		.map((found) => `${found.address} on ${found.device}`)
		.join(", ");
	if (device !== undefined && !addresses.devices.includes(device))
		return [
			{
				saw: `there is no interface ${device}, only ${addresses.devices.join(", ")}`,
				advice:
					"Correct `interface`, or leave it out: the interface that has the declared address is then used.",
			},
		];
	if (
		ownAddress !== undefined &&
		linkOf(ownAddress, addresses.list) === undefined
	)
		return [
			{
				saw: `no interface has ${ownAddress}; the host has ${has}`,
				advice:
					"Is this the right machine? Correct `address`, or the connection of `host`.",
			},
		];
	return [];
}

/**
 * A routing table holds a single default route, so a second cluster would replace the first one's. And the mark of packets
 * that take a table follows from its number: two tables must not have one mark.
 */
function sharedRoutingTable(
	desired: Desired,
	{ neighbours }: Observed,
): Reason[] {
	const theirs = neighbours.establishes
		.map(parseMade)
		.flatMap(({ of, name }) => (of === "routes" ? [name] : []));
	return kinds.routes.made.names(desired).flatMap((ours) => {
		const table = theirs.find(
			(each) => markOf(Number(each)) === markOf(Number(ours)),
		);
		return table === undefined
			? []
			: [
					{
						saw: `routing table ${table}${table === ours ? "" : `, whose packets have the same mark as those of ${ours},`} belongs to another cluster on this host`,
						advice:
							"The number follows from the cluster's name, and both names lead to the same number: give one of the clusters another name.",
					},
				];
	});
}

function missingModules(desired: Desired, { modules }: Observed): Reason[] {
	const missing = Object.keys(desired.modules).filter(
		(name) => modules[name] === "missing",
	);
	return missing.length === 0
		? []
		: [
				{
					saw: `this kernel has no ${missing.join(", no ")}`,
					advice: missing.every((name) => name.startsWith("ip_vs_"))
						? `Choose a scheduler that it has: ${schedulersOf(modules).join(", ")}.`
						: "It is part of most distribution kernels: boot one, or install the package with its extra modules (linux-modules-extra, kernel-modules).",
				},
			];
}

function schedulersOf(modules: Observed["modules"]): string[] {
	return Object.keys(modules)
		.filter((name) => modules[name] !== "missing")
		.flatMap((name) => /^ip_vs_(.*)$/.exec(name)?.[1] ?? [])
		.filter(isScheduler);
}
