/** The result of a remote execution that ended by itself. An execution ended by a signal or a lost session is a RemoteError instead. */
export interface Execution {
	readonly exit: number;
	readonly stdout: string;
	readonly stderr: string;
}

export interface RunOptions {
	/** What this execution does, for errors: "observe", "apply 4 steps". */
	readonly doing: string;
	/** The whole execution may take this long, in seconds. */
	readonly timeoutSeconds: number;
}

/**
 * An open connection to one host. Plan, apply and smoke tests know nothing else of the transport.
 *
 * `run` executes one POSIX shell script as root (through sudo where the connection says so). The script is sent on standard
 * input and read whole before its first line runs, so a lost connection never leaves half of it done.
 */
export interface Session {
	/** `user@address:port`, for messages. */
	readonly host: string;
	run(script: string, options: RunOptions): Promise<Execution>;
}
