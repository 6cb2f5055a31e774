import type { Fact } from "./fact.ts";

/** UDP port -> what the kernel unwraps there. */
export const receivers: Fact<Record<string, string>> = {
	probe: ({ receivers }) =>
		Object.keys(receivers).length === 0
			? ""
			: "[ ! -e /sys/module/fou ] || ip fou show",
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.flatMap((line) => {
				const [, port, what] = /^port (\d+) (\S+)/.exec(line) ?? [];
				return port === undefined || what === undefined ? [] : [[port, what]];
			}),
		),
};
