import type { Seen } from "../../../../src/cli/failover/seen.ts";
import type { Health, Layer } from "../../../../src/host/found-director.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";

export const vip = "172.18.0.70";

const http = `-t ${vip}:80`;
const servers = ["172.18.0.67:80", "172.18.0.68:80"] as const;
const ruleOf = (server: string) => `${http} -r ${server}`;
/** A service with two real servers, a third one that is to get nothing, and a check for each. */
const balances = {
	ipvs: {
		[http]: "-s rr",
		...Object.fromEntries(servers.map((each) => [ruleOf(each), "-g -w 1"])),
		[ruleOf("172.18.0.69:80")]: "-g -w 0",
	},
	checks: Object.fromEntries(
		servers.map((each, place) => [
			`${each}/dr/http`,
			{
				...{ realServer: `rs${place + 1}`, asks: "GET /", outSeconds: 9 },
				rules: [ruleOf(each)],
			},
		]),
	),
} satisfies Partial<Desired>;

const over = (layers: readonly Layer[]) =>
	Object.fromEntries(
		layers.map((layer, place) => [ruleOf(servers[place] ?? ""), layer]),
	);
const checked = (verdict: Health["verdict"]) =>
	Object.fromEntries(
		servers.map((each) => [
			`${each}/dr/http`,
			{ verdict, since: 1_800_000_000, why: "" },
		]),
	);
const failing: Layer = { weight: 0, by: "check" };
/** Every real server fails its check there. */
const dark = { layers: over([failing, { weight: "out", by: "check" }]) };

/** What the script of a director says of a keepalived that a signal has stopped. */
const halted = (unit: string, lacks: string) =>
	`keepalived of ${unit} stands still, as a signal has stopped it: ${lacks}. Restart it: systemctl restart ${unit}`;
export const haltedLine = halted(
	"lvs-web-failover",
	`this director neither takes ${vip} nor gives it away`,
);

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
	halted: { agentProblems: [haltedLine] },
	"active, halted": { agentProblems: [haltedLine] },
	/** What keeps it from noting or checking something is no reason: to move away may be the cure. */
	"without room": {
		agentProblems: [
			"no room is left in /run/pulumi-lvs/web-director: what this director learns may not be noted there. Make room: df -h",
			halted("lvs-web-health", "a real server that fails stays in"),
			halted("lvs-other-failover", "this director takes nothing"),
		],
	},
	dark,
	"active, dark": dark,
	/** One of two fails there. */
	"half dark": { layers: over([failing]) },
	/** They stay in, as its service keeps all, or as nobody has ever passed there. */
	"dark, all kept": { health: checked("down") },
	"dark from the beginning": { health: checked("failed") },
	/** One is drained there, and the other one fails. */
	"dark by a drain": { layers: over([{ weight: 0, by: "drain" }, failing]) },
	/** Too few pass there, so that the sorry server has all clients. */
	"below its quorum": {
		layers: over([{ weight: 0, by: "sorry" }, failing]),
	},
	/** A weight that rises is no reason. */
	rising: {
		layers: over([{ weight: 1, by: "rise" }, failing]),
		health: checked("up"),
	},
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
	const seen = {
		...{ drift: [], refused: [], agentProblems: [], layers: {}, health: {} },
		...states[state],
	};
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
		host: { component: "web", name, desired: { ...nothing, ...balances, vip } },
		found:
			state === "away"
				? seen
				: state === "alone, has it"
					? { ...seen, vip: failover }
					: { ...seen, vip: failover, failover },
	};
}
