import { RemoteError } from "../errors.ts";
import type { Ending, Printed } from "./execute.ts";
import { afterMarker } from "./script.ts";
import type { Execution, RunOptions } from "./session.ts";
import { printedByLogin, tail } from "./tail.ts";
import { wayIn } from "./way-in.ts";

/** A run that has ended, and its session. */
interface Run extends RunOptions {
	/** `user@address:port`. */
	readonly host: string;
	/** Why no more runs are possible there. Undefined: they are. */
	readonly lost: string | undefined;
	/** What one run may print, in bytes. */
	readonly outputLimit: number;
	readonly sudo: boolean;
}

type Fail = (
	saw: string,
	advice?: string,
	beforeAnythingRan?: boolean,
) => RemoteError;

/**
 * The result of a run.
 *
 * @param marker what our script prints before anything else.
 * @throws RemoteError where the script did not come to its own end, with what was seen and what to do.
 */
export function concludeRun(
	ending: Ending,
	marker: string,
	run: Run,
): Execution {
	const fail: Fail = (saw, advice, beforeAnythingRan = false) =>
		new RemoteError({
			host: run.host,
			doing: run.doing,
			saw,
			beforeAnythingRan,
			...(advice === undefined ? {} : { advice }),
		});
	// where nothing of ours has run, it is the login that speaks, and some do so on standard output
	const said = ({ stdout, stderr }: Printed) =>
		afterMarker(stdout, marker) === undefined
			? printedByLogin(stdout, stderr)
			: tail(stderr.toString("utf8"));
	switch (ending.kind) {
		case "exited": {
			const stdout = afterMarker(ending.stdout, marker);
			const stderr = ending.stderr.toString("utf8");
			if (stdout !== undefined)
				return { exit: ending.exit, stdout: stdout.toString("utf8"), stderr };
			throw neverStarted(run, ending.exit, said(ending), fail);
		}
		case "killed":
			throw fail(
				`the script was ended by ${ending.signal}${said(ending)}`,
				"See the journal of the host (out of memory? killed by hand?), then run again.",
			);
		case "timedOut":
			throw fail(
				ending.exit === undefined
					? `not finished after ${run.timeoutSeconds} s and ended by us${said(ending)}`
					: `the script ended with exit ${ending.exit}, but something it started still keeps its output open after ${run.timeoutSeconds} s`,
				"Is the host stuck (load, disk, a package manager that holds its lock)? Run again when it answers.",
				!ending.sent,
			);
		case "tooMuch":
			throw fail(
				`printed more than ${run.outputLimit / 1024 / 1024} MB and was ended`,
				"None of our scripts prints that much: find out on the host what printed it.",
			);
		case "interrupted":
			throw fail(
				"interrupted",
				"Run again: what was begun is completed then.",
				!ending.sent,
			);
		case "closed": {
			if (run.lost !== undefined)
				throw fail(
					`${run.lost}${ending.sent ? " while the script ran" : ""}`,
					"Is the host up? Run again: what was begun is completed then.",
					!ending.sent,
				);
			const reason =
				ending.error === undefined ? "" : `: ${ending.error.message}`;
			throw fail(
				`the SSH server ended the session without a status${reason}${said(ending)}`,
				"Does sshd allow sessions and commands (MaxSessions, ForceCommand, restrictions in authorized_keys)?",
				!ending.sent,
			);
		}
	}
}

function neverStarted(
	{ host, sudo }: Run,
	exit: number,
	said: string,
	fail: Fail,
): RemoteError {
	const user = host.slice(0, host.indexOf("@"));
	const known = wayIn(said, user);
	return sudo
		? fail(
				`sudo did not start a shell (exit ${exit})${said}`,
				known ??
					`Allow it without a password: a file in /etc/sudoers.d with the line "${user} ALL=(root) NOPASSWD: /bin/sh -s". Or log in as root.`,
				true,
			)
		: fail(
				`the login shell of ${user} did not start sh (exit ${exit})${said}`,
				known ??
					"The account needs an ordinary login shell, and no forced command in authorized_keys or sshd_config.",
				true,
			);
}
