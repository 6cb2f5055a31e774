import type { Problem } from "../errors.ts";
import { type FileNamed, filesNamed } from "./files-named.ts";
import { toProblem } from "./finding.ts";
import { hostSchema } from "./host-schema.ts";
import { shapeFindings } from "./shape-findings.ts";

const schema = hostSchema();

/** What is wrong with the connection of a host that stands alone, e.g. a smoke test's client; leaves may be `unknown`. */
export function checkHost(key: string, host: unknown): Problem[] {
	const parsed = schema.safeParse(host, { reportInput: true });
	return shapeFindings(schema, parsed.error, { acceptUnknown: true }).map(
		(finding) => toProblem({ ...finding, path: [key, ...finding.path] }),
	);
}

/** The files that the connection names. */
export function filesOfHost(key: string, host: unknown): FileNamed[] {
	return filesNamed(schema, host).map((found) => ({
		...found,
		path: [key, ...found.path],
	}));
}
