import type { Look } from "../../../../src/cli/first-look/look-first.ts";
import { nothing } from "../../../../src/model/desired.ts";

/** What was seen of a real server. */
export function look(
	name: string,
	{ host, ...seen }: Omit<Partial<Look>, "host"> & { host?: object } = {},
): Look {
	return {
		host: {
			urn: `urn::${name}`,
			component: "web",
			role: "real-server",
			name,
			connection: { address: `192.0.2.${name.slice(2)}` },
			desired: nothing,
			follows: {},
			revision: "1",
			...host,
		},
		drift: [],
		refused: [],
		failing: [],
		faults: [],
		drained: {},
		...seen,
	};
}

export const well = look("rs1");
export const drifted = look("rs2", { drift: ["add the VIP: it is missing"] });
export const away = look("rs3", {
	unseen: "root@192.0.2.3:22: connect: no answer\n  Check it.",
});
