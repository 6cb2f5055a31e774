import type { Deed } from "../drill/deed.ts";
import { endingEarly } from "../drill/ending-early.ts";
import { hasVip } from "../drill/has-vip.ts";
import type { Reached } from "../drill/machine.ts";
import { runDrill } from "../drill/run-drill.ts";
import { startLoad } from "../drill/running-load.ts";
import { drillRuns, runsAlready } from "../drill/runs-already.ts";
import { scriptDeed } from "../drill/script-deed.ts";
import { EndedEarlyError, RemoteError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import type { Session } from "../ssh/session.ts";
import { underName } from "../ssh/under-name.ts";
import { withSession } from "../ssh/with-session.ts";
import type { CheckResult } from "./check.ts";
import { nobodyReady } from "./nobody-ready.ts";
import { notTaken } from "./not-taken.ts";
import {
	nobodyServes,
	nobodyTakesOver,
	outageResult,
} from "./outage-result.ts";
import type { OutageResolved } from "./outage-shapes.ts";
import type { PlannedAct } from "./planned-act.ts";

type Machines = Readonly<Record<string, HostConnection>>;

/**
 * Rehearses a failure. Whatever happens, its changes are taken back, also if a signal ends it.
 *
 * @param machines connections by `hostKey`
 * @throws EndedEarlyError if a signal ended it.
 * @throws RemoteError if a machine cannot be reached, or the changes could not be taken back.
 */
export async function runOutage(
	resolved: OutageResolved,
	client: Session,
	machines: Machines,
): Promise<CheckResult> {
	const { url, to, rate, hold, timeoutSeconds, download, times } = resolved;
	const act = await actOf(resolved, machines);
	const notReady = await nobodyReady(
		resolved.directors ?? [],
		connectionOf(act.host, machines),
		(host) => connectionOf(host, machines),
	);
	if (notReady !== undefined)
		return nobodyTakesOver(resolved, act.name, notReady);
	const notServed = await notTaken(resolved, act.host, (host) =>
		connectionOf(host, machines),
	);
	if (notServed !== undefined) {
		const machine = machineOf(act, machines);
		// what keeps it from serving may be an outage that was cut off
		if (act.by === "script" && (await drillRuns(machine)))
			throw runsAlready(machine, act.name);
		return nobodyServes(resolved, act.name, notServed);
	}
	const deed = await deedOf(act, resolved, machines);
	const quiet = () => {};
	// a second signal ends the process, and nobody else says it
	const last = () => console.error(`not taken back yet: ${deed.byHand}`);
	const ran = await endingEarly(quiet, last, (signal) =>
		runDrill({
			load: startLoad(client, {
				...{ url, to, rate, hold, timeoutSeconds },
				...(download === undefined ? {} : { download }),
				stallSeconds: times.during,
			}),
			deed,
			times,
			say: quiet,
			signal,
		}),
	);
	if (ran.interrupted) {
		const ended = {
			host: client.host,
			doing: `rehearse ${resolved.event}`,
			saw: `a signal ended it before its time; ${ran.notTakenBack ?? "what was done is taken back"}`,
		};
		throw ran.notTakenBack === undefined
			? new EndedEarlyError(ended)
			: new RemoteError(ended);
	}
	return outageResult(resolved, { name: act.name, says: deed.says }, ran);
}

/** Of several machines, the one that has the VIP, or the first if none has it. */
async function actOf(
	{ acts, vip }: OutageResolved,
	machines: Machines,
): Promise<PlannedAct> {
	const [first] = acts;
	if (first === undefined) throw new Error("an outage that befalls nobody");
	if (acts.length === 1) return first;
	const holders = await Promise.all(
		acts.map(async ({ name, host }) => {
			try {
				return await underName(name, () =>
					withSession(connectionOf(host, machines), (session) =>
						hasVip(session, vip),
					),
				);
			} catch (error) {
				if (error instanceof RemoteError) return false;
				throw error;
			}
		}),
	);
	return acts[holders.indexOf(true)] ?? first;
}

async function deedOf(
	act: PlannedAct,
	{ times, lab = "" }: OutageResolved,
	machines: Machines,
): Promise<Deed> {
	const machine = machineOf(act, machines);
	if (act.by === "script") return scriptDeed({ ...act, machine }, times.during);
	// only a lab needs the code that drives its machines
	const { labDeed } = await import("../drill/lab-deed.ts");
	return labDeed({ ...act, machine }, lab, {
		environment: process.env,
		report: () => {},
	});
}

function machineOf({ name, host }: PlannedAct, machines: Machines): Reached {
	return { name, connection: connectionOf(host, machines) };
}

function connectionOf(host: string, machines: Machines): HostConnection {
	const connection = machines[host];
	if (connection === undefined)
		throw new Error(`it is not known how ${host} is reached`);
	return connection;
}
