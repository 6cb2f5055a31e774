import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

/** Why a program failed, without what Pulumi, Node and we add: their own frames, colours, the inputs in which a wrong value stood. */
export function plainReason(text: string): string {
	return text.split("\n").flatMap(plainLine()).join("\n");
}

/** As `plainReason`, for lines that come one after the other. */
export function plainLine(): (line: string) => string[] {
	/** Within the fields of an error, which Node prints after the frames. */
	let inFields = false;
	return (line) => {
		const bare = stripVTControlCharacters(line);
		if (inFields) {
			inFields = bare !== "}";
			return [];
		}
		const isFrame = /^\s+at /.test(bare);
		inFields = isFrame && bare.endsWith("{");
		// the place in the user's own program is worth knowing
		if (isFrame) return isForeign(bare) ? [] : [bare];
		return [
			missingPackage(bare) ??
				line.replace(serializing, "").replace(codeOfNode, "$1:"),
		];
	};
}

const codeOfNode = /^(\w*Error) \[ERR_\w+\]:/;

const serializing = /^(error serializing property "[^"]*": )+/;

/** The place of our own compiled code, also in a checkout, where it is not in node_modules. */
const ours = new URL("../", import.meta.url);
const oursPath = fileURLToPath(ours);

const inOurs = (frame: string) =>
	frame.includes(ours.href) || frame.includes(`(${oursPath}`);

function isForeign(frame: string): boolean {
	return /node:|node_modules/.test(frame) || inOurs(frame);
}

/** Whether an error began in our own code: then it is our mistake, and not the program's. */
export function isOurs({ stack = "" }: Error): boolean {
	const first = stack.split("\n").find((line) => /^\s+at /.test(line));
	return first !== undefined && inOurs(first);
}

/** The message if a program imports a missing package, from the message of Node. Undefined: it is something else. */
function missingPackage(message: string): string | undefined {
	const [, name] = /Cannot find package '([^']+)'/.exec(message) ?? [];
	return name === undefined
		? undefined
		: `the package ${name} is not installed for this folder; run there: npm install ${name}`;
}
