import type { Match, ServerRule } from "../../../ipvs/rule.ts";
import type { CheckedPlace } from "../../configuration/choose-check.ts";
import { type Notes, refuse } from "../../configuration/notes.ts";
import { placeOf } from "../../place-of.ts";
import type { Place } from "../../script/read-script.ts";
import type { FoundReal } from "../read-real.ts";
import { services } from "../services.ts";
import type { Directives } from "../sort-directives.ts";
import { chooseAsker, serviceOf } from "./choose-asker.ts";
import { timesOf } from "./times-of.ts";

/** The real servers of a virtual service, with the check of each. */
export interface Checked {
	readonly servers: readonly CheckedPlace[];
	/** Whether ldirectord asks them at all. */
	readonly isAsked: boolean;
}

/** Reads how a virtual service is checked. What cannot be declared is reported. */
export function checksOf(
	head: Place,
	match: Match,
	reals: readonly (FoundReal & { readonly rule: ServerRule })[],
	{ own, globals }: { readonly own: Directives; readonly globals: Directives },
	notes: Notes,
): Checked {
	const place = own.last("checktype") ?? own.last("service") ?? head;
	const service = serviceOf({ own, match });
	const asker = chooseAsker({ service, match, own, place, notes });
	if (asker === undefined || asker === "nothing")
		return {
			isAsked: asker === undefined,
			servers: reals.map((real) => ({
				...{ ...placeOf(real), rule: real.rule },
				...{ checks: [], hasOthers: asker === undefined },
			})),
		};
	const times = timesOf(own, globals, asker.timeout, notes);
	const checkport = own.last("checkport");
	return {
		isAsked: true,
		servers: reals.map((real): CheckedPlace => {
			const at = real.asks === undefined ? place : real;
			const port = Number(
				checkport?.value ?? (real.port || services[service] || 0),
			);
			const asks = asker.ask(real, port || real.rule.port);
			const found = { ...placeOf(real), rule: real.rule };
			if (typeof asks === "string") {
				refuse(notes, at, asks);
				return { ...found, checks: [], hasOthers: true };
			}
			const check = {
				...placeOf(at),
				...{ asks, port, times: times.declared },
				remarks: [
					...asks.remarks,
					...times.remarks,
					...(port === 0 && asks.kind !== "command"
						? [
								"it names no port, so ldirectord asks port 0, where nobody answers; the service's own is declared",
							]
						: []),
				],
			};
			return { ...found, checks: [check], hasOthers: false };
		}),
	};
}
