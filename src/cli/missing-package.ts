/** What is said where a program imports a package that is not there, by the message of Node; undefined: it is something else. */
export function missingPackage(message: string): string | undefined {
	const [, name] = /Cannot find package '([^']+)'/.exec(message) ?? [];
	return name === undefined
		? undefined
		: `the package ${name} is not installed for this folder; run there: npm install ${name}`;
}
