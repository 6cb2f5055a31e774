import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../errors.ts";
import { wanted } from "../model/wanted.ts";
import { knownArchive } from "./archive.ts";
import { knownPart } from "./inputs.ts";
import { isPlainObject, objectOrEmpty } from "./object-or-empty.ts";

interface ApplicationArgs {
	readonly database?: unknown;
	readonly archive?: unknown;
}

/** The declaration of an application in the form that its door takes, and problems that the door cannot know. */
export function applicationDeclaration(
	args: ApplicationArgs,
	others: object,
): { readonly declaration: object; readonly problems: readonly Problem[] } {
	// the door reports this
	if (!isPlainObject(args)) return { declaration: args, problems: [] };
	const { database, archive } = args;
	const { from, ...access } = objectOrEmpty(database as { from?: unknown });
	const found = knownArchive("archive", archive);
	return {
		declaration: {
			...others,
			...(archive === undefined ? {} : { archive: found.archive }),
			database: isPlainObject(database) ? access : database,
		},
		problems: [
			...found.problems,
			...(from === undefined || pulumi.Resource.isInstance(from)
				? []
				: [
						{
							path: "database.from",
							message: wanted("a resource that comes before", knownPart(from)),
						},
					]),
		],
	};
}
