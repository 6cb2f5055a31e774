import { localise } from "../../../../src/host/kinds/localise.ts";
import { fillSecrets } from "../../../../src/host/secrets.ts";
import type { Cluster } from "../../../../src/model/cluster.ts";
import type { Desired, Role } from "../../../../src/model/desired.ts";
import type { Family } from "../../../../src/model/family.ts";
import { formatPlace } from "../../../../src/model/wire-text.ts";
import { renderDirector } from "../../../../src/render/director.ts";
import { renderRealServer } from "../../../../src/render/real-server.ts";
import { renderedAnywhere } from "../../render/rendered.ts";
import { checked, everything, moving, paired } from "../change/example.ts";

/** What a host of the lab (Debian 12) answered to one question, or another host would, and what that means. */
export interface RecordedCase {
	readonly role: CaseRole;
	/** Default: debian. */
	readonly family?: Family;
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

/** `all-` is the cluster with everything that experiment 2 has not got, `checked-` experiment 2 with health checks, `paired-` with two directors, `moving-` with more addresses that go
 * with the VIP. */
export type CaseRole =
	| Role
	| `all-${Role}`
	| "checked-director"
	| "paired-director"
	| "moving-director";

/** The name of the record on the host. */
export function ownerOf(role: CaseRole): string {
	return role.startsWith("all-")
		? role
		: `web-${role.replace(/^(checked|paired|moving)-/, "")}`;
}

/** Of lb or rs1 of a cluster, or of a host beside one. */
export function desiredOf(
	role: CaseRole,
	family: Family = "debian",
): {
	readonly desired: Desired;
	readonly localised: Desired;
} {
	const desired =
		role === "checked-director"
			? ofCluster(checked, role)
			: role === "paired-director"
				? ofCluster(paired, role)
				: role === "moving-director"
					? ofCluster(moving, role)
					: role.startsWith("all-")
						? ofCluster(everything, role)
						: renderedAnywhere().get(role as Role);
	if (desired === undefined) throw new Error(`no host has the role ${role}`);
	return {
		desired,
		localised: localise(fillSecrets(desired, formatPlace), family),
	};
}

function ofCluster(cluster: Cluster, role: CaseRole): Desired {
	const [lb] = cluster.directors;
	const [rs1] = cluster.realServers;
	if (lb === undefined || rs1 === undefined) throw new Error("no hosts");
	return role.endsWith("director")
		? renderDirector(cluster, lb)
		: renderRealServer(cluster, rs1);
}
