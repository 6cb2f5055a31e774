import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Works with a file that does not exist yet, in a folder of its own: for `LVS_OUTCOME`, see `noteOutcome`. It is removed afterwards. */
export async function withOutcomeFile<Result>(
	work: (file: string) => Promise<Result>,
): Promise<Result> {
	const notes = mkdtempSync(join(tmpdir(), "lvs-outcome-"));
	try {
		return await work(join(notes, "outcome"));
	} finally {
		rmSync(notes, { recursive: true, force: true });
	}
}
