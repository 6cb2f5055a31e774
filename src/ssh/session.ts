/** What a finished remote execution left behind. It finished by itself: a signal or a lost session is a RemoteError. */
export interface Execution {
	readonly exit: number;
	readonly stdout: string;
	readonly stderr: string;
}

export interface RunOptions {
	/** What this execution is for, in an error: "observe", "apply 4 steps". */
	readonly doing: string;
	/** The whole execution may take this long, in seconds. */
	readonly timeoutSeconds: number;
}

/**
 * An open way to one host. The only thing that plan, apply and smoke tests know of the transport.
 *
 * `run` executes one POSIX shell script as root (through sudo where the connection says so), sent on standard
 * input. The script is read whole before its first line runs, so a lost connection never runs half of it.
 */
export interface Session {
	/** `user@address:port`, for messages. */
	readonly host: string;
	run(script: string, options: RunOptions): Promise<Execution>;
}
