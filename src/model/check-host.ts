import type { Problem } from "../errors.ts";
import { hostSchema } from "./host-schema.ts";
import { shapeProblems } from "./problems.ts";

const schema = hostSchema();

/** What is wrong with the connection of a host that stands alone, e.g. a smoke test's client; leaves may be `unknown`. */
export function checkHost(path: string, host: unknown): Problem[] {
	const parsed = schema.safeParse(host, { reportInput: true });
	return shapeProblems(schema, parsed.error, { acceptUnknown: true }).map(
		(problem) => ({
			path: problem.path === "declaration" ? path : `${path}.${problem.path}`,
			message: problem.message,
		}),
	);
}
