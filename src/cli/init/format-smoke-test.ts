import { defaults } from "../../model/defaults.ts";
import type { DeclaredSmokeTest } from "./declare-smoke-tests.ts";

/** The smoke test of a cluster as the text of a program. */
export function formatSmokeTest(
	{ cluster, checks, lacks }: DeclaredSmokeTest,
	client: string,
): string {
	if (checks.length === 0) return "";
	const calls = checks.map(
		([kind, service]) => `${kind}({ service: ${JSON.stringify(service)} })`,
	);
	const text = `new SmokeTest("${cluster}", {
	cluster: ${cluster},
	from: ${client},
	checks: [${calls.join(", ")}],
});`;
	return lacks === undefined
		? `${text}\n`
		: `// Counts who answers: let each real server answer with the header ${defaults.header}: its name, and take the marks away.
${text.replaceAll(/^/gm, "// ")}\n`;
}
