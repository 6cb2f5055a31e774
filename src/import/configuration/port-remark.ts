import { wayOfRule } from "../../ipvs/forwarding.ts";
import type { Match } from "../../ipvs/rule.ts";
import type { Place } from "../script/read-script.ts";
import type { Forwarded } from "./forwarded.ts";
import { type Notes, remark } from "./notes.ts";

/**
 * Says that a port is not used, as its server is forwarded to without a change of the port.
 *
 * @param by the program of the configuration, and how one writes NAT there
 */
export function portRemark(
	{
		port,
		forwarded,
		...place
	}: Place & { readonly port: number; readonly forwarded: Forwarded },
	match: Match,
	by: { readonly program: string; readonly nat: string },
	notes: Notes,
): void {
	const way = wayOfRule(forwarded);
	if (
		match.protocol === "fwmark" ||
		way.rewrites ||
		port === 0 ||
		port === match.port
	)
		return;
	remark(
		notes,
		place,
		`its port ${port} counts for nothing, here as in ${by.program}: by ${way.words} a packet keeps its port, ${match.port === 0 ? "whichever that is" : match.port}; for another one write \`${by.nat}\``,
	);
}
