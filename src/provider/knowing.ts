import { HalfDoneError } from "../errors.ts";

/** Runs `work`. If it fails, the state of the half-made resource has these properties too. */
export async function knowing<Result>(
	properties: Readonly<Record<string, unknown>>,
	work: () => Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw error instanceof HalfDoneError
			? new HalfDoneError(error.cause as Error, properties)
			: error;
	}
}
