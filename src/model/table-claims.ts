import type { databaseWay } from "./application.ts";
import type { Claim } from "./claim.ts";
import { defaults } from "./defaults.ts";
import type { Sketch } from "./sketch.ts";

/** The tables of an application. A way to its database that is not known yet claims none. */
export function tableClaims(
	of: "WordPress" | "Discuz!",
	way: Sketch<typeof databaseWay>,
): Claim[] {
	if (way === undefined) return [];
	const { address, database } = way.values;
	const port = way.given.includes("port")
		? way.values.port
		: defaults.databasePort;
	return address === undefined || port === undefined || database === undefined
		? []
		: [
				{
					kind: "tables",
					path: ["database"],
					of,
					in: `${database} at ${address}:${port}`,
				},
			];
}
