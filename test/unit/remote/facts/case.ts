import type { Desired, Role } from "../../../../src/model/desired.ts";
import { localise } from "../../../../src/model/family.ts";
import { addresses } from "../../../../src/remote/facts/addresses.ts";
import type { Fact } from "../../../../src/remote/facts/fact.ts";
import { files } from "../../../../src/remote/facts/files.ts";
import { ipvs } from "../../../../src/remote/facts/ipvs.ts";
import { modules } from "../../../../src/remote/facts/modules.ts";
import { packages } from "../../../../src/remote/facts/packages.ts";
import { sysctls } from "../../../../src/remote/facts/sysctls.ts";
import { units } from "../../../../src/remote/facts/units.ts";
import { renderDirector } from "../../../../src/render/director.ts";
import { renderRealServer } from "../../../../src/render/real-server.ts";
import { cluster } from "../example.ts";

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

export type CaseRole = Role;

export const everyFact = Object.entries({
	addresses,
	files,
	ipvs,
	modules,
	packages,
	sysctls,
	units,
}) as readonly [string, Fact<unknown>][];

/** Experiment 2: of lb, or of rs1. */
export function desiredOf(role: CaseRole): {
	readonly desired: Desired;
	readonly localised: Desired;
} {
	const [lb] = cluster.directors;
	const [rs1] = cluster.realServers;
	if (lb === undefined || rs1 === undefined) throw new Error("no hosts");
	const desired =
		role === "director"
			? renderDirector(cluster, lb)
			: renderRealServer(cluster, rs1);
	return { desired, localised: localise(desired, "debian") };
}
