/** The variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a variable is set. An empty one counts as unset, as in the XDG rules and in our shell scripts. */
export function isSet(environment: Environment, name: string): boolean {
	return (environment[name] ?? "") !== "";
}

/** The variable by which processes that an operation of pulumi started are found, to be ended with it. Its value names the operation. */
export const operationVariable = "LVS_OPERATION";

/** The variables for what is to outlive the operation that starts it. */
export function lasting({
	[operationVariable]: _,
	...others
}: Environment): Environment {
	return others;
}
