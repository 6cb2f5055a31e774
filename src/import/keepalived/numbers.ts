import type { Statement } from "./statement.ts";

/** The whole number after a keyword; a string says why there is none. */
export function wholeNumber(statement: Statement): number | string {
	const [text = ""] = statement.values;
	return /^\d{1,10}$/.test(text)
		? Number(text)
		: `${statement.keyword} takes a whole number, and ${named(text)} is none`;
}

/** The seconds after a keyword, possibly with a fraction; a string says why there are none. */
export function secondsOf(statement: Statement): number | string {
	const [text = ""] = statement.values;
	return /^\d{1,9}(\.\d{1,6})?$/.test(text)
		? Number(text)
		: `${statement.keyword} takes a number of seconds, and ${named(text)} is none`;
}

/** Whether a keyword that may have a value, like `alpha`, is switched on. Undefined: it is not there. */
export function isOn(statement: Statement | undefined): boolean | undefined {
	return statement === undefined
		? undefined
		: !/^(off|false|no)$/i.test(statement.values[0] ?? "on");
}

function named(text: string): string {
	return text === "" ? "nothing" : `"${text}"`;
}
