import { DeclarationError } from "../errors.ts";
import { UnknownPlace } from "../model/wire-text.ts";

/**
 * Does `work` with the texts of one thing of a desired state, `file /etc/motd`.
 *
 * @throws DeclarationError with the thing, where one of its texts has a place that this version does not know.
 */
export function knownPlaces<Result>(thing: string, work: () => Result): Result {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof UnknownPlace)) throw error;
		throw new DeclarationError("the desired state", [
			{
				path: thing,
				message: `${error.message} (another version of pulumi-lvs wrote it: use that one, or a later one)`,
			},
		]);
	}
}
