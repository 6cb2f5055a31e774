import type { Seen } from "../../../../src/cli/failover/not-ready.ts";
import { nothing } from "../../../../src/model/desired.ts";

export const vip = "172.18.0.70";

/** How a director of cluster web was found. */
const states = {
	active: {},
	standby: {},
	fault: {},
	"fault, by its check": {},
	out: {},
	/** It has the VIP all the same. */
	"out, has it": {},
	"not agreeing": {},
	/** It is the only one that is declared by now. */
	"alone, has it": {},
	away: { unseen: "root@192.0.2.1:22: connect: no answer" },
	drifted: { drift: ["start keepalived", "write /etc/a"] },
	refused: { refused: ["table ip split drops adverts. Let them through."] },
	"active, drifted": { drift: ["start keepalived"] },
} as const satisfies Record<string, Partial<Seen["found"]>>;

export type State = keyof typeof states;

/** The directors of a cluster, in the order of the declaration: `lb1` -> how it was found. */
export function directors(
	found: Readonly<Record<string, State>>,
	preemption: { readonly preemptSeconds?: number } = {},
): Seen[] {
	const names = Object.keys(found);
	return Object.entries(found).map(([name, state], place) => {
		const seen = director(name, state);
		const later = { names: names.slice(place + 1), silentSeconds: 3 };
		const failover = { routerId: 51, peers: {}, later, ...preemption };
		if (state === "alone, has it") return seen;
		const desired = { ...seen.host.desired, failover };
		return { ...seen, host: { ...seen.host, desired } };
	});
}

function director(name: string, state: State): Seen {
	const seen = { drift: [], refused: [], ...states[state] };
	const hasVip = /^active|has it$/.test(state);
	const failover = {
		vip,
		hasVip,
		found:
			state === "not agreeing"
				? undefined
				: {
						role: hasVip
							? ("active" as const)
							: /^(fault|out)/.test(state)
								? ("fault" as const)
								: ("standby" as const),
						since: 0,
						takenOut: state.startsWith("out"),
						...(state.endsWith("by its check")
							? { failedCheck: "/look exits with 1" }
							: {}),
					},
	};
	return {
		host: { component: "web", name, desired: { ...nothing, vip } },
		found:
			state === "away"
				? seen
				: state === "alone, has it"
					? { ...seen, vip: failover }
					: { ...seen, vip: failover, failover },
	};
}
