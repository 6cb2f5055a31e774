import type { Opening } from "./opening.ts";
import { formatCommand, openCommands } from "./owner-commands.ts";

/** How packets that were stopped get through. */
export type WayOut =
	/** Its owner keeps what its own commands opened, over reloads and boots, and removes exactly that. */
	| { readonly kind: "openings"; readonly openings: readonly Opening[] }
	| {
			readonly kind: "advice";
			/** What people must do, in sentences. */
			readonly advice: string;
			/** Why we cannot do it, as a clause. */
			readonly why: string;
	  };

/** Why a rule stays that a person has written. */
export const overrulesNobody =
	"somebody wrote that rule, and nobody is overruled";

/** The way out for people, in sentences. */
export function advise(way: WayOut): string {
	return way.kind === "advice"
		? way.advice
		: `Let them through: ${openCommands(way.openings).map(formatCommand).join("; ")}.`;
}
