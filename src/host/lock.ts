import { hostLock, runRoot } from "../model/run-directory.ts";
import { sh } from "../ssh/shell.ts";
import { goOnText } from "./go-on.ts";
import { section } from "./sections.ts";

/** Exit statuses of our own scripts. Any other status comes from the command that failed. */
export const exits = { locked: 65, stale: 66, failed: 70 } as const;

/** The generation before the first change since the host started. */
export const noGeneration = "";

/** How long an operation waits for another on the same host, in seconds. */
const patienceSeconds = 60;

/**
 * Shell functions for the host's lock. A look and the change planned from it are two executions. The generation, a word kept
 * on the host, tells whether another operation came between: it changes when a change begins and again when it ends.
 *
 * A look needs the lock only while a change is going on, as the generation then says. Otherwise it saves the process that locks.
 */
export const lockFunctions = `lvs_run=${runRoot}
lvs_generation() { generation=; [ ! -e $lvs_run/generation ] || read -r generation <$lvs_run/generation; }
lvs_wake() { # a watch of ours that is frozen, or that a signal has stopped, would keep the lock for ever
	read -r unit word process <$lvs_run/holder || return
	unit=\${unit%,}.service
	case $unit in lvs-*-watch.service) grep -q "/$unit" "/proc/$process/cgroup" || return ;; *) return ;; esac
	${goOnText('"$unit"')}
}
lvs_lock() { # -s to look, -x to change; for the rest of the script
	[ -d $lvs_run ] || mkdir -p $lvs_run
	exec 9>>${hostLock}
	flock "$1" -n 9 && return
	lvs_wake 2>/dev/null
	flock "$1" -w ${patienceSeconds} 9 && return
	${section("holder")}; cat $lvs_run/holder 2>/dev/null
	exit ${exits.locked}
}
lvs_generation`;

/** Comes before a look: waits for a change that is going on. A change that was killed no longer holds a lock. */
export const lookLock = `case $generation in busy*) lvs_lock -s; lvs_generation ;; esac`;

/** Comes before a change that was planned from a look: takes the lock, and exits where the look is stale. */
export function changeLock(
	owner: string,
	looked: string,
	next: string,
): string {
	return sh`lvs_lock -x; lvs_generation
[ "$generation" = ${looked} ] || exit ${exits.stale}
echo ${`busy-${next}`} >$lvs_run/generation
echo ${owner}, process $$ >$lvs_run/holder`;
}

/** Comes after a change: sets the new generation. */
export function changeDone(next: string): string {
	return sh`generation=${next}; echo $generation >$lvs_run/generation`;
}
