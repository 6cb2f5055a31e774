import type { Course } from "./course.ts";
import type { Judged } from "./finding.ts";
import { isClients } from "./judge-service.ts";
import { askedOf } from "./probe.ts";
import { story } from "./story.ts";

/** A real server that refuses what another one of the same service serves. Without a check nobody says which page there is, but the other one has it. */
export function judgeOthers(
	course: Course,
	/** All probes of the same target: they ask the same. */
	all: readonly Course[],
): Judged | undefined {
	const { probe, result, server } = course;
	if (probe === undefined || result === undefined || server === undefined)
		return undefined;
	if (!isClients(result.status)) return undefined;
	const better = all.find(
		(each) =>
			each.server !== undefined &&
			each.server.name !== server.name &&
			each.result !== undefined &&
			each.result.status > 0 &&
			each.result.status < 400,
	);
	if (better === undefined) return undefined;
	const { name } = server;
	return {
		host: name,
		hop: name,
		cause: `answered ${result.status} to ${askedOf(probe)}, and ${better.server?.name} answered ${better.result?.status}`,
		wayOut: `The way is good. Look at the server's own log on ${name}, and compare its sites and files with those of ${better.server?.name}.`,
		evidence: story(course),
	};
}
