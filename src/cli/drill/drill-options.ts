import type { Limits } from "../../drill/judge-limits.ts";
import type { LoadOptions } from "../../drill/load-options.ts";
import type { Times } from "../../drill/run-drill.ts";

/** The options of a drill. */
export interface DrillOptions
	extends Times,
		Pick<LoadOptions, "rate" | "timeoutSeconds" | "hold">,
		Partial<Pick<LoadOptions, "download">> {
	readonly limits: Limits;
	/** As ipvsadm names it. Default: the first service of TCP. */
	readonly service?: string;
	/** A path, or a whole URL. Default: `/`. */
	readonly url?: string;
	/** The machine that asks. Default: the client of the smoke test. */
	readonly from?: string;
	/** The unit that the event is about. Default: the unit that the event names. */
	readonly unit?: string;
}
