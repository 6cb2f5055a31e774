/** The variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a variable is set. An empty one counts as unset, as in the XDG rules and in our shell scripts. */
export function isSet(environment: Environment, name: string): boolean {
	return (environment[name] ?? "") !== "";
}
