/** Prints the answer of a verb on standard output: `value` as JSON if `-o json` asks for it, else the text for people. */
export function printAnswer(
	output: string,
	value: unknown,
	text: () => string,
): void {
	console.log(output === "json" ? JSON.stringify(value, null, "\t") : text());
}

/** As `printAnswer`, for a verb that has already printed its progress for people. */
export function printForPrograms(output: string, value: unknown): void {
	if (output === "json") printAnswer(output, value, () => "");
}
