import { pemsIn } from "./certificate-chain.ts";

/** What begins or ends a part of a text in PEM. */
const anyMark = /-----(?:BEGIN|END) [A-Z0-9 ]+-----/;
const wholeMark = /^-----(?:BEGIN|END) [A-Z0-9 ]+-----[ \t]*$/;

/**
 * Why a web server does not read certificates that we read: it goes by lines, and ends at one that is not whole.
 *
 * @returns Undefined where nothing is wrong.
 */
export function pemProblem(text: string): string | undefined {
	const lines = linesOf(text);
	const wrong = lines.find(
		(line) => anyMark.test(line) && !wholeMark.test(line),
	);
	const mark = anyMark.exec(wrong ?? "")?.[0];
	if (mark !== undefined)
		return wrong?.trim() === mark
			? `has blanks before ${mark}, which programs know at the beginning of a line alone: take them out`
			: `has more than ${mark} on its line, and programs do not read on there: where files were joined, join them with a line break`;
	const begun = lines.filter((line) =>
		/^-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(line),
	).length;
	const whole = pemsIn(text).length;
	return begun === whole
		? undefined
		: `has ${begun} certificates, and ${whole} of them can be read: another one is cut off, or something else stands in it`;
}

/** Programs skip the mark of UTF-8 at the beginning of a file. */
function linesOf(text: string): string[] {
	return text.replace(/^\uFEFF/, "").split(/\r?\n/);
}
