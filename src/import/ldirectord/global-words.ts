import { noScripts } from "../configuration/reasons.ts";
import { noIpv6 } from "../undeclarable.ts";
import { emailStatus } from "./email-status.ts";
import { fallbackValue } from "./fallback-words.ts";
import {
	host,
	mail,
	maybeEmpty,
	number,
	numberOrNone,
	something,
	yesOrNo,
} from "./values.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Why ldirectord refuses words of its first versions, in both parts. */
export const outdatedTimeouts = {
	connecttimeout:
		"connecttimeout is of old versions; write negotiatetimeout or checktimeout",
	timeout:
		"timeout is of old versions; write checktimeout and negotiatetimeout",
} as const;

/** Words of both parts that mean nothing here: who gets mail, and what becomes of the table when ldirectord ends. */
export const ofBothParts = {
	emailalert: mail,
	emailalertfreq: numberOrNone,
	emailalertstatus: emailStatus,
	smtp: host,
	cleanstop: yesOrNo,
} as const;

/** The directives at the margin, which hold for all virtual services. */
export const globalWords: Vocabulary = {
	of: "a ldirectord.cf outside of its virtual services",
	read: {
		checktimeout: number,
		negotiatetimeout: number,
		checkinterval: number,
		checkcount: number,
		failurecount: number,
		fork: yesOrNo,
		quiescent: yesOrNo,
		fallback: fallbackValue,
		maintenancedir: something,
	},
	meaningless: {
		...ofBothParts,
		emailalertfrom: something,
		autoreload: yesOrNo,
		callback: maybeEmpty,
		logfile: maybeEmpty,
		supervised: yesOrNo,
		readdquiescent: yesOrNo,
	},
	refused: {
		fallback6: noIpv6,
		fallbackcommand: noScripts,
		execute:
			"it starts ldirectord with another file besides; import that file too",
	},
	outdated: outdatedTimeouts,
	elsewhere:
		"it belongs to a virtual service, and stands at the margin: write it below its virtual=, behind four blanks or a tab",
};
