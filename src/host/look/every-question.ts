import { kinds } from "../kinds/every-kind.ts";
import type { Observed } from "../observed.ts";
import { owed } from "../owed.ts";
import type { Question } from "../question.ts";
import { agentProblems } from "./facts/agent-problems.ts";
import { agreedByOthers } from "./facts/agreed-by-others.ts";
import { drained } from "./facts/drained.ts";
import { earlierRules } from "./facts/earlier-rules.ts";
import { engine } from "./facts/engine.ts";
import { failover } from "./facts/failover.ts";
import { firstCheck } from "./facts/first-check.ts";
import { forwarders } from "./facts/forwarders.ts";
import { health } from "./facts/health.ts";
import { hostsAnew } from "./facts/hosts-anew.ts";
import { keepers } from "./facts/keepers.ts";
import { layers } from "./facts/layers.ts";
import { links } from "./facts/links.ts";
import { listeners } from "./facts/listeners.ts";
import { lostData } from "./facts/lost-data.ts";
import { marks } from "./facts/marks.ts";
import { missingData } from "./facts/missing-data.ts";
import { movedHolders } from "./facts/moved-holders.ts";
import { neighbours } from "./facts/neighbours.ts";
import { networked } from "./facts/networked.ts";
import { notes } from "./facts/notes.ts";
import { openFolders } from "./facts/open-folders.ts";
import { otherAnswers } from "./facts/other-answers.ts";
import { otherExports } from "./facts/other-exports.ts";
import { otherSites } from "./facts/other-sites.ts";
import { outdatedRules } from "./facts/outdated-rules.ts";
import { programs } from "./facts/programs.ts";
import { putBack } from "./facts/put-back.ts";
import { sharedPlaces } from "./facts/shared-places.ts";
import { standstill } from "./facts/standstill.ts";
import { unreadRules } from "./facts/unread-rules.ts";
import { vipHolder } from "./facts/vip-holder.ts";
import { ways } from "./facts/ways.ts";
import { webServer } from "./facts/web-server.ts";

/** The answers to all questions. Every look also tells the rest of `Observed`. */
export type Facts = Omit<
	Observed,
	"family" | "generation" | "clockAhead" | "record"
>;

const questions: {
	readonly [Name in keyof Facts]: Question<Facts[Name]>;
} = {
	...kinds,
	neighbours,
	drained,
	layers,
	health,
	agentProblems,
	marks,
	links,
	forwarders,
	ways,
	earlierRules,
	otherAnswers,
	networked,
	sharedPlaces,
	hostsAnew,
	standstill,
	notes,
	missingData,
	lostData,
	otherExports,
	keepers,
	agreedByOthers,
	listeners,
	webServer,
	otherSites,
	engine,
	vipHolder,
	movedHolders,
	failover,
	programs,
	openFolders,
	firstCheck,
	putBack,
	unreadRules,
	outdatedRules,
	owed,
};

/** Name -> question, in the order of a look: each kind of host state, and what else must be known before a change. */
export const everyQuestion = Object.entries(questions) as unknown as readonly [
	keyof Facts,
	Question<unknown>,
][];
