import type { DrillEvent } from "./drill-event.ts";

/** Events that hit a machine of a lab from outside, whatever its role. */
export function fromOutside(
	befalls: DrillEvent["befalls"],
): Record<"freeze" | "power-off", DrillEvent> {
	return {
		freeze: {
			means: "stands still, as a machine that hangs, and goes on where it was",
			befalls,
			takesDown: true,
			labsOnly:
				"nothing on a machine that stands still could set it going again",
			plan: ({ machine }) => ({
				by: "freeze",
				machine,
				lasts: true,
				says: "stands still",
			}),
		},
		"power-off": {
			means: "loses its power, and is switched on again",
			befalls,
			takesDown: true,
			labsOnly: "nothing of ours could switch it on again",
			plan: ({ machine }) => ({
				by: "power",
				machine,
				lasts: true,
				says: "is off",
			}),
		},
	};
}
