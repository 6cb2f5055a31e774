import type { Table } from "../../ipvs/rule.ts";
import type { Desired } from "../../model/desired.ts";
import type { Reader } from "../look/reader.ts";
import type { Step } from "../step.ts";
import { changedServices } from "./changed-services.ts";
import { knownReader } from "./known-reader.ts";

/** The reader for a look after these steps. Of a large table it reads only the changed services. */
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
