import { sh } from "../../ssh/shell.ts";
import { parseReceiverLine } from "../receiver-line.ts";
import { differences } from "./differences.ts";
import type { Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";

/** UDP ports on which the kernel unwraps tunnelled packets (fou, gue). */
export const receivers: Kind<"receivers"> = {
	title: "UDP port",
	localise: { never: "ports, and the kernel's own words" },
	probe: ({ receivers }) =>
		Object.keys(receivers).length === 0
			? ""
			: "[ ! -e /sys/module/fou ] || ip fou show",
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.flatMap((line) => {
				const found = parseReceiverLine(line);
				return found === undefined ? [] : [[found.port, found.kind]];
			}),
		),
	plan: ({ desired, observed }) => ({
		unit: differences("UDP port ", desired.receivers, observed.receivers),
	}),
	made: {
		word: "receiver",
		names: ({ receivers }) => Object.keys(receivers),
		undo: (port) =>
			sh`{ [ ! -e /sys/module/fou ] || ip fou del port ${port} 2>/dev/null || true; }`,
		undoneAt: "undo",
	},
	takenBackBy: "our unit",
	isThere: (port, { receivers }) => receivers[port] !== undefined,
	live: ({ declared, observed }) =>
		liveEach(declared.receivers, (port) => observed.receivers[port]),
};
