/** Seconds between TERM and KILL for the processes of a script, and how many more the shell itself gets. */
const graceSeconds = { all: 1, shell: 2 };

/**
 * The text that `sh -s` reads to run a script.
 *
 * - The text first prints the marker. All output before the marker comes from the start files of the login shell. No marker means
 *   that sh never started.
 * - The script is the body of a function, which the last group of commands calls. A shell parses both whole before it runs
 *   them, so a script that was cut off on the way is a syntax error and no part of it runs.
 * - The function reads /dev/null, so no command in it can consume the rest of the text as its input.
 * - We keep standard input open while the script runs. A separate process waits for the end of that input and then ends the
 *   whole process group. The input ends at a time limit, an interrupt, a lost connection or our own death. Neither the signals
 *   of the SSH protocol (sshd refuses them for root and cannot send them through sudo) nor `timeout` (one more process, and
 *   blind to a lost connection) can do that. What must not be cut in the middle runs under `setsid -w`, outside the group.
 *
 * Every script sees LC_ALL=C, umask 022 and the sbin directories in PATH.
 */
export function wrapScript(script: string, marker: string): string {
	return `printf '%s\\n' ${marker}
lvs_main() { :
${script}
}
{ LC_ALL=C PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; export LC_ALL PATH; umask 022; exec 3<&0
  { trap '' TERM; read -r lvs_end; kill -0 $$ || exit; kill -TERM 0
    sleep ${graceSeconds.all}; kill -0 $$ && sleep ${graceSeconds.shell}; kill -KILL 0; } <&3 3<&- >/dev/null 2>&1 &
  lvs_main </dev/null 3<&-; exit; }
`;
}

/** The standard output after the marker's line; undefined if the marker never came. */
export function afterMarker(
	stdout: Buffer,
	marker: string,
): Buffer | undefined {
	const line = `${marker}\n`;
	const start = stdout.indexOf(line);
	return start === -1
		? undefined
		: stdout.subarray(start + Buffer.byteLength(line));
}
