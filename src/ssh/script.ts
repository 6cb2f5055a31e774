/** Seconds from the request to end (TERM) until all are killed, and more of them while the shell itself handles it. */
const graceSeconds = { all: 1, shell: 2 };

/**
 * What is sent to `sh -s` for a script.
 *
 * - The marker is the first thing printed: before it stands only the noise of the login shell's start files, and
 *   without it sh never started.
 * - The script is the body of a function that is called in a last group of commands. A shell parses both whole, so a
 *   script that was cut off on the way is a syntax error and none of it runs.
 * - The function reads /dev/null, so no command in it can eat what it takes for input.
 * - Our end keeps standard input open while the script runs. A process of its own waits for its end: that is a time
 *   limit, an interrupt, a lost connection or our death, and it ends the whole process group. Neither the signals of the
 *   SSH protocol (sshd refuses them for root and cannot send them through sudo) nor `timeout` (an exec more, and blind to
 *   a lost connection) can do that. What must not be cut in the middle runs under `setsid -w`, outside the group.
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

/** Standard output after the marker's line; undefined when the marker never came. */
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
