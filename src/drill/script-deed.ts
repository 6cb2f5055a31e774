import { RemoteError } from "../errors.ts";
import { raw, sh } from "../ssh/shell.ts";
import { underName } from "../ssh/under-name.ts";
import { withSession } from "../ssh/with-session.ts";
import type { ScriptAct } from "./act.ts";
import type { Deed } from "./deed.ts";
import { runsAlready, drillUnit as unit } from "./runs-already.ts";

/** Seconds that the machine leaves us beyond the time of the event. */
const patience = 60;

/** Exit codes of a script that has done nothing: a drill already runs on the machine, or something is missing there. */
const busy = 75;
const missing = 76;

/**
 * What a script does on a machine. A lasting event is also taken back by a timer on the machine: the connection may be lost, or we may end.
 *
 * @param seconds how long it is to last.
 */
export function scriptDeed(act: ScriptAct, seconds: number): Deed {
	const { machine, check, begin, end, lasts, says, byHand } = act;
	const { name, connection } = machine;
	let nothingDone = false;
	const run = (script: string, doing: string) =>
		underName(name, () =>
			withSession(connection, async (session) => {
				const { exit, stderr } = await session.run(script, {
					doing,
					timeoutSeconds: 180,
				});
				if (exit === 0) return;
				nothingDone = exit === busy || exit === missing;
				throw exit === busy
					? runsAlready(machine, session.host)
					: new RemoteError({
							...{ host: session.host, doing },
							saw: stderr.trim() || `exit ${exit}`,
						});
			}),
		);
	return {
		lasts,
		says: `${name} ${says}`,
		byHand: `on ${name}: ${byHand}`,
		async begin() {
			try {
				await run(
					[
						...(check === undefined
							? []
							: [`(\n${check}\n) || exit ${missing}`]),
						...(lasts ? [timerFor(end, seconds + patience)] : []),
						begin,
					].join("\n"),
					"begin the event",
				);
			} catch (error) {
				nothingDone ||= error instanceof RemoteError && error.beforeAnythingRan;
				throw error;
			}
		},
		async end() {
			if (nothingDone) return;
			await run(
				lasts
					? sh`(${raw(`\n${end}\n`)}) && systemctl stop ${`${unit}.timer`}`
					: end,
				"take the event back",
			);
		},
	};
}

/** Shell text that makes the machine take an event back after a time. */
function timerFor(end: string, seconds: number): string {
	return sh`if systemctl is-active -q ${`${unit}.timer`}; then exit ${busy}; fi
systemd-run -q --collect --unit ${unit} --on-active ${seconds} --timer-property AccuracySec=1s --property Type=oneshot /bin/sh -c ${end} || exit ${missing}`;
}
