import { foundAt } from "./found-at.ts";
import { isPath } from "./is-path.ts";
import { UsageError } from "./usage-error.ts";

/** `drain rs1 rs2`: the second word is where the folder is expected, and meant as one more host. Refused, with what to type. */
export function refuseSecond(
	verb: "drain" | "undrain" | "forget" | "standby",
	folder: string,
): void {
	if (!isPath(folder) && foundAt(folder) === undefined)
		throw new UsageError(
			`${folder}: no such folder; if it is one more to ${verb}, write a command for each: lvsctl ${verb} ${folder}`,
		);
}
