import { defaults } from "../model/defaults.ts";
import type { NamedBy } from "./check.ts";

/** What the head of an answer, as curl prints it, calls the real server; empty where it has none of the headers. */
export function namesIn(head: string, { headers = [] }: NamedBy): string[] {
	return [defaults.header, ...headers].flatMap(
		(name) => new RegExp(`^${name}: *(.*?)\\r?$`, "im").exec(head)?.[1] ?? [],
	);
}
