import { noScripts } from "../configuration/reasons.ts";
import { noIpv6 } from "../undeclarable.ts";
import { fallbackValue } from "./fallback-words.ts";
import { ofBothParts, outdatedTimeouts } from "./global-words.ts";
import { services } from "./services.ts";
import {
	anything,
	dottedMask,
	letters,
	maybeQuoted,
	number,
	numberOrNone,
	oneOf,
	port,
	quoted,
	something,
	yesOrNo,
} from "./values.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The directives of a virtual service. */
export const virtualWords: Vocabulary = {
	of: "a virtual service",
	read: {
		real: anything,
		checktype: (written) =>
			/\d/.test(written)
				? numberOrNone(written)
				: oneOf(
						...["connect", "negotiate", "ping", "off", "on"],
						...["external", "external-perl"],
					)(written),
		service: oneOf(...Object.keys(services), "none"),
		checkcommand: maybeQuoted,
		checkport: port,
		request: quoted,
		receive: quoted,
		httpmethod: (written) => oneOf("GET", "HEAD")(written.toUpperCase()),
		virtualhost: (written) => ({
			value: written.replace(/^"?([^"]*).*/, "$1").trim(),
		}),
		login: quoted,
		passwd: quoted,
		database: quoted,
		secret: quoted,
		checktimeout: number,
		negotiatetimeout: number,
		checkinterval: number,
		checkcount: number,
		failurecount: number,
		quiescent: yesOrNo,
		fallback: fallbackValue,
		protocol: oneOf("tcp", "udp", "fwm"),
		scheduler: letters,
		schedflags: (written) => something(written.trim().split(/\s/)[0] ?? ""),
		persistent: numberOrNone,
		netmask: dottedMask,
		ops: yesOrNo,
	},
	meaningless: {
		...ofBothParts,
		monitorfile: maybeQuoted,
		servicename: anything,
		comment: anything,
		load: quoted,
	},
	refused: {
		real6: noIpv6,
		fallback6: noIpv6,
		fallbackcommand: noScripts,
	},
	outdated: outdatedTimeouts,
	elsewhere:
		"it holds for all virtual services, and stands in one: write it at the margin, above them",
};
