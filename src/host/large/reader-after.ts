import type { Table } from "../../ipvs/rule.ts";
import type { Desired } from "../../model/desired.ts";
import type { Reader } from "../look/reader.ts";
import type { Step } from "../step.ts";
import { changedServices } from "./changed-services.ts";
import { knownReader } from "./known-reader.ts";

/** How a host is read after these steps: of a large table the changed services alone. */
export function readerAfter(
	steps: readonly Step[],
	owner: string,
	desired: Desired,
	before: Table,
): Reader {
	return knownReader(owner, desired, {
		table: changedServices(steps, desired, before),
	});
}
