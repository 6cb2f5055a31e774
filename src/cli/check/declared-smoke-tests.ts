import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SmokeInputs } from "../../provider/smoke-resource.ts";
import { askPulumi } from "../pulumi/ask-pulumi.ts";
import type { Stack } from "../pulumi/pulumi.ts";
import { smokeFromFolder } from "../stack/from-folder.ts";
import { programFolder } from "../stack/program-folder.ts";
import { UsageError } from "../usage-error.ts";

/** A smoke test as a preview has it: answers of hosts are not known there. */
type Previewed = Omit<SmokeInputs, "proves">;

/** Pulumi's text for a value that only a change makes known, as providers get it. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Runs the program for a stack and returns the smoke tests that it declares, with their secrets. No host is touched. The provider writes them to a file that
 * only its owner can read, and that is removed afterwards.
 */
export async function declaredSmokeTests(stack: Stack): Promise<Previewed[]> {
	const folder = mkdtempSync(join(tmpdir(), "lvs-declared-"));
	const file = join(folder, "declared");
	try {
		await askPulumi(["preview", "--json", "--refresh=false"], {
			folder: stack.folder,
			environment: { ...stack.environment, LVS_DECLARED: file },
		});
		const from = await programFolder(stack.folder);
		const text = existsSync(file) ? readFileSync(file, "utf8") : "";
		return (
			text
				.split("\n")
				.filter(Boolean)
				.map(previewed)
				.map((one) => smokeFromFolder(from, one))
				// they come in the order in which they became ready
				.sort((one, other) => (one.name < other.name ? -1 : 1))
		);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** @throws UsageError if a part of it is not known before an `up`. */
function previewed(line: string): Previewed {
	const { proves, ...declared } = JSON.parse(line) as SmokeInputs;
	if (JSON.stringify(declared).includes(unknown))
		throw new UsageError(
			`smoke test ${declared.name}: its client machine, or one of its checks, depends on a resource that does not exist yet; run lvsctl up first`,
		);
	return declared;
}
