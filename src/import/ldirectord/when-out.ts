import type { ServiceRule } from "../../ipvs/rule.ts";
import type { Place } from "../script/read-script.ts";
import type { Directives } from "./sort-directives.ts";

/** What becomes otherwise of a real server that fails, or has not been asked yet. */
export function whenOut(
	head: Place,
	{ persistence, match }: ServiceRule,
	own: Directives,
	globals: Directives,
): { readonly place: Place; readonly reason: string }[] {
	const quiescent = own.last("quiescent") ?? globals.last("quiescent");
	const isDeleted = persistence !== undefined || match.protocol === "udp";
	const reason =
		quiescent?.value === "yes"
			? isDeleted
				? "a real server that fails is taken out of the table here, as the kernel would go on sending it the clients that it has"
				: undefined
			: isDeleted
				? undefined
				: "a real server that fails has weight 0 here, so connections that it holds go on; ldirectord takes it out of the table, as without quiescent=yes";
	return [
		{
			place: head,
			reason:
				"ldirectord puts a real server in when it has passed; here all are in from the first up on, until a check of theirs has failed",
		},
		...(reason === undefined ? [] : [{ place: quiescent ?? head, reason }]),
	];
}
