/** Words that begin a line of a shell and are no programs. */
const beginnings =
	/^(\[\[|if|for|while|until|case|select|function|exit|eval|exec|source|export|set|\.|!|\{|\(.*|\w+=.*)$/;

/** Words that a shell alone understands: what joins commands, redirects, or is replaced by an output. */
const joints =
	/^(&&?|\|\|?|;;?|\d*(>>?|<)(&?\d*|\/.*)|&>>?.*)$|;$|&&|\|\||`|\$\(/;

/** What stands in quotes is one argument, also of a `sh -c` that is meant. */
const quoted = /\\.|'[^']*'|"[^"]*"/gs;

/** The first word of a command line that needs a shell, which keepalived does not run. Undefined: there is none. */
export function shellWordIn(line: string): string | undefined {
	const words = line.replace(quoted, "_").trim().split(/\s+/);
	return words.find(
		(word, index) =>
			(index === 0 && beginnings.test(word)) || joints.test(word),
	);
}
