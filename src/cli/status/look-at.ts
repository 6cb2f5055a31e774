import { RemoteError } from "../../errors.ts";
import { faults } from "../../host/change/faults.ts";
import { planDeclared } from "../../host/change/plan-declared.ts";
import { refusals } from "../../host/change/refuse.ts";
import { remarks } from "../../host/change/remarks.ts";
import type { FoundFailover } from "../../host/found-director.ts";
import { healthLines } from "../../host/health-lines.ts";
import { explain } from "../../host/kinds/actions.ts";
import { localise } from "../../host/kinds/localise.ts";
import { observeKnown } from "../../host/large/observe-known.ts";
import type { Observed } from "../../host/observed.ts";
import { type Counters, readCounters } from "../../host/operations/counters.ts";
import { withSecrets } from "../../host/secrets.ts";
import type { Step } from "../../host/step.ts";
import type { Table } from "../../ipvs/rule.ts";
import { defaults } from "../../model/defaults.ts";
import type { Desired } from "../../model/desired.ts";
import { ownerOf } from "../../model/owner.ts";
import { addressOf } from "../../model/written-address.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { wayOut } from "../../provider/way-out.ts";
import { withSession } from "../../ssh/with-session.ts";
import { certificateLines } from "./certificate-lines.ts";

/** The result of `lvsctl status` for one host. */
export interface Found {
	/** What `up` would do. Empty: the host is as declared, or was not looked at. */
	readonly drift: readonly string[];
	/** Those of the drift that concern the watch alone, which puts things back: all else is in place. Undefined: none, or nothing is known. */
	readonly unwatched?: readonly string[];
	/** The failed checks of this director, or why checks have no effect, a line for each. Empty: all pass. */
	readonly failing: readonly string[];
	/** Why drains and checks have no effect there, or would not outlast a reboot, each as a clause. */
	readonly agentProblems: readonly string[];
	/** What does not work there though it is as declared, and no `up` would mend it, a line for each. They are among the remarks too. */
	readonly faults: readonly string[];
	/** Remarks on the host. */
	readonly remarks: readonly string[];
	/** The state of a director among several. Undefined: it is the only one, or nothing is known. */
	readonly failover?: FailoverStatus | undefined;
	/** Whether a director has the VIP, also if it is the only one. Undefined: the host is no director, or nothing is known. */
	readonly vip?: VipStatus | undefined;
	/** The connection sync of its kernel: `master` (it sends), `backup` (it receives) -> `id 37 on eth1`. Undefined: nothing is known. */
	readonly syncs?: Observed["syncs"];
	/** What the watch on the host put back by itself. */
	readonly putBack: Observed["putBack"];
	/** Why `up` would refuse the host, and what to do, each as sentences. Empty: it would not. */
	readonly refused: readonly string[];
	/** Why the host could not be looked at, and what to do. If given, nothing else is known of the host. */
	readonly unseen?: string;
	readonly ipvs: Table;
	readonly drained: Observed["drained"];
	readonly layers: Observed["layers"];
	readonly health: Observed["health"];
	readonly counters: ReadonlyMap<string, Counters>;
}

/** Whether a director has the VIP. */
export interface VipStatus {
	readonly vip: string;
	readonly hasVip: boolean;
}

/** The state of a director among several. */
export interface FailoverStatus extends VipStatus {
	/** Undefined: its keepalived does not run. */
	readonly found: FoundFailover | undefined;
}

/** How a host is looked at. */
interface LookOptions {
	/** How long it may take to be reached. Default: its own `connectSeconds`, else 10. */
	readonly connectSeconds?: number | undefined;
	/** Whether the counters of a director are read too, which is one more execution there. Default: yes. */
	readonly counts?: boolean;
}

/** Looks at one host and changes nothing. A host that cannot be looked at is an answer too. */
export async function lookAt(
	host: HostInputs,
	{
		connectSeconds = host.connection.connectSeconds ?? defaults.lookSeconds,
		counts = true,
	}: LookOptions = {},
): Promise<Found> {
	const desired = withSecrets(host.desired, host.secrets ?? {});
	const owner = ownerOf(host);
	try {
		return await withSession(
			host.connection,
			async (session) => {
				const observed = await observeKnown(session, owner, desired);
				const local = localise(desired, observed.family);
				const vip =
					host.role === "director" ? vipOf(local, observed) : undefined;
				const steps = planDeclared(owner, desired, observed);
				const unwatched = steps.filter(concernsWatch).map(explain);
				return {
					refused: refusals(local, observed, host).map(
						({ saw, advice }) => `${saw}. ${advice}`,
					),
					faults: faults(local, observed),
					remarks: [...remarks(local, observed), ...certificateLines(local)],
					putBack: observed.putBack,
					vip,
					failover:
						vip === undefined || local.failover === undefined
							? undefined
							: { ...vip, found: observed.failover },
					failing: healthLines(local, observed),
					syncs: observed.syncs,
					agentProblems: observed.agentProblems,
					layers: observed.layers,
					health: observed.health,
					ipvs: observed.ipvs,
					drained: observed.drained,
					drift: steps.map(explain),
					...(unwatched.length === 0 ? {} : { unwatched }),
					counters:
						counts && host.role === "director"
							? await readCounters(session)
							: new Map(),
				};
			},
			{ connectSeconds, name: host.name },
		);
	} catch (error) {
		const told = wayOut(error, host);
		if (!(told instanceof RemoteError)) throw error;
		return {
			ipvs: new Map(),
			drained: {},
			layers: {},
			health: {},
			failing: [],
			agentProblems: [],
			drift: [],
			faults: [],
			remarks: [],
			putBack: { times: 0, kept: [] },
			refused: [],
			counters: new Map(),
			unseen: told.message,
		};
	}
}

/** Whether a step does nothing but bring the watch of a role back. */
function concernsWatch(step: Step): boolean {
	switch (step.kind) {
		case "start":
			return step.units.every(isWatch);
		case "enable":
		case "unmask":
		case "go-on":
			return isWatch(step.unit);
		default:
			return false;
	}
}

function isWatch(unit: string): boolean {
	return /^lvs-.*-watch$/.test(unit);
}

function vipOf(
	{ vip }: Desired,
	{ addresses }: Observed,
): VipStatus | undefined {
	return vip === undefined
		? undefined
		: {
				vip,
				hasVip: addresses.list.some(
					// if the address is on lo, the machine has it as a real server
					({ address, device }) =>
						device !== "lo" && addressOf(address) === vip,
				),
			};
}
