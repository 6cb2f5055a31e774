/** How a user gives a key or a host key: in a declaration, or as options of a command. */
export interface KeyAdvice {
	/** How to give a private key: "Set privateKeyFile". */
	readonly giveKey: string;
	/** How to make us use the agent, after a key was loaded into it; begins with "and" or is empty. */
	readonly useAgent: string;
	/** How to name a file with the host's key. */
	readonly giveHostKey: string;
}

export const inDeclaration: KeyAdvice = {
	giveKey: "Set privateKeyFile or privateKey in the connection",
	useAgent: " and set agent: true",
	giveHostKey: "set hostKey to what follows the name in it",
};

export const onCommandLine: KeyAdvice = {
	giveKey: "Name a private key with -i FILE",
	useAgent: " and leave out -i",
	giveHostKey: "name another file with --known-hosts FILE",
};
