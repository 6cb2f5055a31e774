import { localise } from "../../../../src/host/kinds/localise.ts";
import type { Desired, Role } from "../../../../src/model/desired.ts";
import { renderDirector } from "../../../../src/render/director.ts";
import { renderRealServer } from "../../../../src/render/real-server.ts";
import { rendered } from "../../render/rendered.ts";
import { cluster, everything } from "../change/example.ts";

/** What a host of the lab (Debian 12) answered to one question, or another host would, and what that means. */
export interface RecordedCase {
	readonly role: CaseRole;
	/** Lines of the question: an answer belongs to the question that it was given to. */
	readonly probe: readonly string[];
	readonly lines: readonly string[];
	/** Path -> text of each file read. */
	readonly texts: Readonly<Record<string, string>>;
	/** Left out: the parser says undefined. */
	readonly value?: unknown;
	/** Where no host of the lab gave this answer: what it was written after. */
	readonly byHand?: string;
}

/** `all-` is the cluster with everything that experiment 2 has not got. */
export type CaseRole = Role | `all-${Role}`;

/** The name of the record on the host. */
export function ownerOf(role: CaseRole): string {
	return role.startsWith("all-") ? role : `web-${role}`;
}

const besides = new Map(
	[...rendered("debian")].filter(
		([role]) => role !== "director" && role !== "real-server",
	),
);

/** Of lb or rs1 of a cluster, or of a host beside one. */
export function desiredOf(role: CaseRole): {
	readonly desired: Desired;
	readonly localised: Desired;
} {
	const beside = role.startsWith("all-")
		? undefined
		: besides.get(role as Role);
	if (beside !== undefined) return { desired: beside, localised: beside };
	const model = role.startsWith("all-") ? everything : cluster;
	const [lb] = model.directors;
	const [rs1] = model.realServers;
	if (lb === undefined || rs1 === undefined) throw new Error("no hosts");
	const desired = role.endsWith("director")
		? renderDirector(model, lb)
		: renderRealServer(model, rs1);
	return { desired, localised: localise(desired, "debian") };
}
