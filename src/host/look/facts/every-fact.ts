import { addresses } from "./addresses.ts";
import { archives } from "./archives.ts";
import { conditions } from "./conditions.ts";
import { devices } from "./devices.ts";
import { directories } from "./directories.ts";
import { drained } from "./drained.ts";
import type { Fact } from "./fact.ts";
import { files } from "./files.ts";
import { ipvs } from "./ipvs.ts";
import { marks } from "./marks.ts";
import { modules } from "./modules.ts";
import { neighbours } from "./neighbours.ts";
import { networked } from "./networked.ts";
import { nftables } from "./nftables.ts";
import { owed } from "./owed.ts";
import { packages } from "./packages.ts";
import { receivers } from "./receivers.ts";
import { routes } from "./routes.ts";
import { sysctls } from "./sysctls.ts";
import { timeouts } from "./timeouts.ts";
import { units } from "./units.ts";

const facts = {
	packages,
	modules,
	files,
	directories,
	archives,
	units,
	sysctls,
	neighbours,
	addresses,
	ipvs,
	drained,
	timeouts,
	nftables,
	marks,
	devices,
	receivers,
	routes,
	networked,
	conditions,
	owed,
};

/** Name -> fact, in the order of a look. */
export const everyFact = Object.entries(facts) as [string, Fact<unknown>][];

/** What all of them found. */
export type Facts = {
	readonly [Name in keyof typeof facts]: ReturnType<
		(typeof facts)[Name]["parse"]
	>;
};
