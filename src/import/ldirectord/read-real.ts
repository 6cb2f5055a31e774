import { addressesOf, portIn } from "../configuration/addresses-of.ts";
import { type Notes, refuse, remark } from "../configuration/notes.ts";
import type { WrittenServer } from "../configuration/server-rule.ts";
import { placeOf } from "../place-of.ts";
import type { Place } from "../script/read-script.ts";
import { forwardedAs, noForwarding } from "./forwarded-as.ts";
import { hostOf } from "./host-of.ts";
import { type RealFlags, realFlags } from "./real-flags.ts";
import { refusedLine } from "./refused-line.ts";
import type { Directive } from "./sort-directives.ts";

/** A real server as it is written. */
export interface FoundReal
	extends Place,
		WrittenServer,
		Pick<RealFlags, "asks"> {}

const host = "(\\d+\\.\\d+\\.\\d+\\.\\d+|[A-Za-z0-9.-]+?|\\[[0-9A-Fa-f:]+\\])";
const real = new RegExp(`^${host}(?:->${host})?(?::([\\w-]+))?\\s+(.*)`);

/** As many real servers as one cluster can check. */
const mostReals = {
	count: 1000,
	why: "a cluster has far fewer real servers",
};

/** Reads a `real=`: one real server, or several of a range. None: it cannot be declared, and the notes say so. */
export function readReal(directive: Directive, notes: Notes): FoundReal[] {
	const give = (reason: string) => {
		refuse(notes, directive, reason);
		return [];
	};
	const [, first, last, portName = "0", rest = ""] =
		real.exec(directive.value) ?? [];
	if (first === undefined)
		return give(
			refusedLine(
				"it takes an address, a port and gate, masq or ipip, like 192.0.2.11:80 gate",
			),
		);
	const [, word = "", flags = ""] = /(\w+)(.*)/.exec(rest) ?? [];
	const forwarded = forwardedAs(word);
	if (forwarded === undefined) return give(refusedLine(noForwarding));
	const found = realFlags(flags);
	if (typeof found === "string") return give(refusedLine(found));
	const port = portIn(portName);
	if (typeof port === "string") return give(port);
	const addresses = addressesFrom(first, last);
	if (typeof addresses === "string") return give(addresses);
	if (found.dropped.length > 0)
		remark(
			notes,
			directive,
			`ldirectord overlooks ${found.dropped.map((text) => `"${text}"`).join(", ")} there, and so it is here`,
		);
	const { weight, upper, lower, asks } = found;
	return addresses.map((address) => ({
		...placeOf(directive),
		...{ address, port, forwarded, weight, upper, lower, asks },
	}));
}

function addressesFrom(
	first: string,
	last: string | undefined,
): readonly string[] | string {
	const from = hostOf(first);
	if (typeof from === "string") return from;
	if (last === undefined) return [from.address];
	const to = hostOf(last);
	return typeof to === "string"
		? to
		: addressesOf(`${from.address}-${to.address}`, mostReals);
}
