import { addresses } from "../../../../../src/host/look/facts/addresses.ts";
import { devices } from "../../../../../src/host/look/facts/devices.ts";
import type { Fact } from "../../../../../src/host/look/facts/fact.ts";
import { files } from "../../../../../src/host/look/facts/files.ts";
import { ipvs } from "../../../../../src/host/look/facts/ipvs.ts";
import { marks } from "../../../../../src/host/look/facts/marks.ts";
import { modules } from "../../../../../src/host/look/facts/modules.ts";
import { neighbours } from "../../../../../src/host/look/facts/neighbours.ts";
import { nftables } from "../../../../../src/host/look/facts/nftables.ts";
import { packages } from "../../../../../src/host/look/facts/packages.ts";
import { receivers } from "../../../../../src/host/look/facts/receivers.ts";
import { routes } from "../../../../../src/host/look/facts/routes.ts";
import { sysctls } from "../../../../../src/host/look/facts/sysctls.ts";
import { timeouts } from "../../../../../src/host/look/facts/timeouts.ts";
import { units } from "../../../../../src/host/look/facts/units.ts";
import type { Desired, Role } from "../../../../../src/model/desired.ts";
import { localise } from "../../../../../src/model/family.ts";
import { renderDirector } from "../../../../../src/render/director.ts";
import { renderRealServer } from "../../../../../src/render/real-server.ts";
import { cluster, everything } from "../../change/example.ts";

/** What a host of the lab (Debian 12) answered to one fact's question, and what that means. */
export interface FactCase {
	readonly role: CaseRole;
	/** Lines of the question: an answer belongs to the question that it was given to. */
	readonly probe: readonly string[];
	readonly lines: readonly string[];
	/** Path -> text of each file read. */
	readonly texts: Readonly<Record<string, string>>;
	readonly value: unknown;
}

/** `all-` is the cluster with everything that experiment 2 has not got. */
export type CaseRole = Role | `all-${Role}`;

export const everyFact = Object.entries({
	addresses,
	devices,
	files,
	ipvs,
	marks,
	modules,
	neighbours,
	nftables,
	packages,
	receivers,
	routes,
	sysctls,
	timeouts,
	units,
}) as readonly [string, Fact<unknown>][];

/** The name of the record on the host. */
export function ownerOf(role: CaseRole): string {
	return role.startsWith("all-") ? role : `web-${role}`;
}

/** Of lb, or of rs1. */
export function desiredOf(role: CaseRole): {
	readonly desired: Desired;
	readonly localised: Desired;
} {
	const model = role.startsWith("all-") ? everything : cluster;
	const [lb] = model.directors;
	const [rs1] = model.realServers;
	if (lb === undefined || rs1 === undefined) throw new Error("no hosts");
	const desired = role.endsWith("director")
		? renderDirector(model, lb)
		: renderRealServer(model, rs1);
	return { desired, localised: localise(desired, "debian") };
}
