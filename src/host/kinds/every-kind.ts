import type { KindName } from "../../model/desired.ts";
import type { FoundKindName, MadeKindName } from "../record.ts";
import { addresses } from "./addresses.ts";
import { archives } from "./archives.ts";
import { conditions } from "./conditions.ts";
import { devices } from "./devices.ts";
import { directories } from "./directories.ts";
import { files } from "./files.ts";
import { filters } from "./filters.ts";
import { ipvs } from "./ipvs.ts";
import type { EveryKind, Kind } from "./kind.ts";
import { modules } from "./modules.ts";
import { nftables } from "./nftables.ts";
import { packages } from "./packages.ts";
import { receivers } from "./receivers.ts";
import { routes } from "./routes.ts";
import { syncs } from "./syncs.ts";
import { sysctls } from "./sysctls.ts";
import { timeouts } from "./timeouts.ts";
import { units } from "./units.ts";

/**
 * Every kind of host state. This is the order of looks, and of the reasons in reports. It is also the order of steps that share one place in the order of a
 * change.
 */
export const kinds: { readonly [Name in KindName]: Kind<Name> } = {
	packages,
	modules,
	files,
	directories,
	archives,
	units,
	sysctls,
	addresses,
	ipvs,
	timeouts,
	devices,
	receivers,
	syncs,
	nftables,
	routes,
	filters,
	conditions,
};

type Entries<Name extends KindName> = readonly (readonly [Name, Kind<Name>])[];

/** The table as a list, for what is done alike with each kind. */
export const everyKind = Object.entries(
	kinds,
) as unknown as readonly (readonly [KindName, EveryKind])[];

/** Kinds whose things a host may have had, in some state, before us. */
export const foundKinds = everyKind.filter(
	([, kind]) => "noted" in kind,
) as unknown as Entries<FoundKindName>;

/** Kinds whose things nobody but us makes. */
export const madeKinds = everyKind.filter(
	([, kind]) => "made" in kind,
) as unknown as Entries<MadeKindName>;
