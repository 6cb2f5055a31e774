import { RemoteError } from "../../errors.ts";
import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../observed.ts";
import type { Bearer } from "../record.ts";
import { filteredPackets } from "./filtered.ts";
import type { Reason } from "./reason.ts";
import { agreedByOthers } from "./refuse-agreed.ts";
import {
	accountsOfOthers,
	closedEngine,
	contentOfOthers,
	promotedCopy,
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
import { missingModules, wrongMachine } from "./refuse-machine.ts";
import { listenersBehindMarks, usedMarks } from "./refuse-marks.ts";
import { answersOfOthers } from "./refuse-other-answers.ts";
import {
	filesOfOthers,
	movedOfAnother,
	servicesOfKeepers,
	servicesOfOthers,
	soleOfOthers,
	takenPorts,
	vipOfAnother,
	waitingKeepalived,
} from "./refuse-others.ts";
import { ownMarksOfOthers } from "./refuse-own-marks.ts";
import {
	failingFirstCheck,
	missingUsers,
	uselessPrograms,
	writableFolders,
} from "./refuse-programs.ts";
import { recordOfAnotherStack } from "./refuse-record.ts";
import { settingsOfNeighbours, settingsOfOthers } from "./refuse-settings.ts";
import {
	guardOfOthers,
	settingsOfOtherClusters,
	sharedRoutingTable,
} from "./refuse-shared-kernel.ts";
import { occupiedPlaces } from "./refuse-shared-places.ts";
import { stayingAddresses, vipElsewhere } from "./refuse-vip-elsewhere.ts";
import {
	answersElsewhere,
	directorBehindRouter,
	peersOfOneVip,
	unreachableServers,
} from "./refuse-ways.ts";
import {
	firstSiteOfOthers,
	mainServerOfOthers,
	phpSwitchedOff,
	poolsElsewhere,
	portsOfItsOwn,
	sitesBesideOthers,
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
	bearer: Bearer,
): void {
	const [reason] = refusals(desired, observed, bearer);
	if (reason !== undefined)
		throw new RemoteError({
			host,
			doing: "check before any change",
			...reason,
		});
}

/**
 * The reasons why a host must not be touched. Empty if there are none.
 *
 * @param bearer the resource that comes. Things of other resources of its stack on the host are handed over.
 */
export function refusals(
	desired: Desired,
	observed: Observed,
	bearer: Bearer,
): Reason[] {
	const { stack } = bearer;
	return [
		...wrongMachine(desired, observed),
		...recordOfAnotherStack(observed, bearer),
		...vipElsewhere(desired, observed),
		...stayingAddresses(desired, observed),
		...vipOfAnother(desired, observed),
		...movedOfAnother(observed),
		...servicesOfOthers(desired, observed, stack),
		...ownMarksOfOthers(desired, observed, stack),
		...servicesOfKeepers(desired, observed),
		...agreedByOthers(desired, observed),
		...waitingKeepalived(desired, observed),
		...takenPorts(desired, observed),
		...missingModules(desired, observed),
		...uselessPrograms(desired, observed),
		...missingUsers(desired, observed),
		...writableFolders(desired, observed),
		...failingFirstCheck(desired, observed),
		...unreachableServers(desired, observed),
		...directorBehindRouter(desired, observed),
		...peersOfOneVip(desired, observed),
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
		...mainServerOfOthers(desired, observed),
		...sitesBesideOthers(desired, observed),
		...threadsOfOthers(desired, observed),
		...phpSwitchedOff(desired, observed),
		...poolsElsewhere(desired, observed),
		...portsOfItsOwn(desired, observed),
		...exportsOfOthers(desired, observed),
		...occupiedPlaces(desired, observed),
		...closedEngine(desired, observed),
		...contentOfOthers(desired, observed),
		...promotedCopy(desired, observed),
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
