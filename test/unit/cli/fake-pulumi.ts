import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes the folder a program with a `pulumi` beside it, which has one empty stack, `prod`, and otherwise runs this shell text.
 *
 * @param first shell text that may answer before: `case "$1 $2" in ... esac`
 */
export function fakePulumi(folder: string, script: string, first = ""): void {
	writeFileSync(join(folder, "Pulumi.yaml"), "");
	const pulumi = join(folder, "pulumi");
	writeFileSync(
		pulumi,
		`#!/bin/sh
${first}
case "$1 $2" in
"stack ls") echo '[{ "name": "prod", "current": true }]'; exit ;;
"stack export") echo '{ "deployment": {} }'; exit ;;
esac
${script}
`,
	);
	chmodSync(pulumi, 0o755);
}
