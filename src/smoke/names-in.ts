import { defaults } from "../model/defaults.ts";
import type { NamedBy } from "./check.ts";

/** The name of the real server in the head of an answer, as curl prints it. Empty if it has none of the headers. */
export function namesIn(head: string, { headers = [] }: NamedBy): string[] {
	return [defaults.header, ...headers].flatMap(
		(name) => new RegExp(`^${name}: *(.*?)\\r?$`, "im").exec(head)?.[1] ?? [],
	);
}
