/** What a directive takes, as ldirectord reads it: the part that counts, or a problem with which it refuses the line. */
export type ReadValue = (
	written: string,
) => { readonly value: string } | { readonly problem: string };

/** The first number in it. ldirectord takes no 0 here. */
export const number: ReadValue = (written) => {
	const [digits = "0"] = /\d+/.exec(written) ?? [];
	return found(
		digits === "0" ? undefined : digits,
		"takes a whole number from 1",
	);
};

/** As `number`, and 0 too. */
export const numberOrNone: ReadValue = (written) =>
	found(/\d+/.exec(written)?.[0], "takes a whole number");

export const yesOrNo: ReadValue = (written) =>
	found(
		written === "yes" || written === "no" ? written : undefined,
		"takes yes or no and nothing behind it, not even a blank or a comment",
	);

/** What stands in double quotes. */
export const quoted: ReadValue = (written) =>
	found(
		/^"(.+)"/.exec(written)?.[1],
		'takes a value in double quotes, like "/"',
	);

/** As `quoted`, also with nothing in the quotes. */
export const maybeEmpty: ReadValue = (written) =>
	found(/^"(.*)"/.exec(written)?.[1], "takes a value in double quotes");

/** With quotes around it, or without. */
export const maybeQuoted: ReadValue = (written) =>
	found(/^"(.+)"/.exec(written)?.[1] ?? (written || undefined), "takes a path");

/** An address of mail, or several. */
export const mail: ReadValue = (written) =>
	found(written.replace(/^"([^"]*)"$/, "$1") || undefined, "takes an address");

export const something: ReadValue = (written) =>
	found(written.trim() || undefined, "takes a value");

/** A host, without quotes around it. */
export const host: ReadValue = (written) =>
	found(/^[\w.+-]+/.exec(written)?.[0], "takes a host, without quotes");

export const anything: ReadValue = (written) => ({ value: written.trim() });

/** The first word in it, if it is one of these. */
export const oneOf =
	(...words: readonly string[]): ReadValue =>
	(written) => {
		const word = /[\w-]+/.exec(written)?.[0];
		return found(
			words.find((known) => known === word),
			`takes one of ${words.join(", ")}`,
		);
	};

export const letters: ReadValue = (written) =>
	found(/[a-z]+/.exec(written)?.[0], "takes the name of a scheduler, like wrr");

export const dottedMask: ReadValue = (written) =>
	found(
		/^\d+\.\d+\.\d+\.\d+$/.test(written) ? written : undefined,
		"takes a mask like 255.255.255.0 and nothing behind it",
	);

export const port: ReadValue = (written) => {
	const digits = /\d+/.exec(written)?.[0] ?? "0";
	return found(
		Number(digits) > 0 && Number(digits) < 65536 ? digits : undefined,
		"takes a port from 1 to 65535",
	);
};

function found(
	value: string | undefined,
	problem: string,
): ReturnType<ReadValue> {
	return value === undefined ? { problem } : { value };
}
