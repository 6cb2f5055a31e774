import { readVip } from "../../model/leaves.ts";
import { UsageError } from "../usage-error.ts";

/** The value of `--vip`. @throws UsageError where it cannot be a VIP */
export function readMarkVip(given: string | undefined): string | undefined {
	if (given === undefined) return undefined;
	const vip = readVip(given);
	if ("problem" in vip) throw new UsageError(`--vip: ${vip.problem}`);
	return vip.value;
}
