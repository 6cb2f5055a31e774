import { formatSpan } from "../model/format-span.ts";
import type { Response } from "./curl.ts";

/** Answers of one check come within a minute or two of each other. */
const mostApartSeconds = 300;

/**
 * The real servers whose time differs from that of the others, by the headers of their web servers. Cookies and sessions have a time at which they end, so such
 * a real server signs out users who are signed in elsewhere.
 *
 * @returns Undefined if they agree: `the clock of rs2 is 3 days ahead of that of rs1`
 */
export function wrongClocks(
	answers: readonly Pick<Response, "realServer" | "at">[],
): string | undefined {
	const times = new Map(
		answers.flatMap(({ realServer, at }) =>
			realServer === "" || at === undefined ? [] : [[realServer, at]],
		),
	);
	const [first, ...others] = [...times].sort(
		([, one], [, other]) => one - other,
	);
	if (first === undefined) return undefined;
	const apart = others.filter(([, at]) => at - first[1] > mostApartSeconds);
	return apart.length === 0
		? undefined
		: apart
				.map(
					([name, at]) =>
						`the clock of ${name} is ${formatSpan(at - first[1])} ahead of that of ${first[0]}`,
				)
				.join(", ");
}
