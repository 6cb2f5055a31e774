import { ruleKey, servicesOf } from "../../ipvs/rule.ts";
import { keepsDrained } from "../../ipvs/schedulers.ts";
import { clientTable } from "../../model/client-table.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";

/** The first service, as ipvsadm names it, whose scheduler would refuse clients of a drained real server; undefined: none. */
export function refusingService(
	directors: readonly Pick<HostInputs, "desired">[],
): string | undefined {
	const [service] = directors.flatMap(({ desired }) =>
		servicesOf(clientTable(desired)).filter((each) => !keepsDrained(each)),
	);
	return service && ruleKey(service);
}
