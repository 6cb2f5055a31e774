/** The typed words have no possible meaning: a folder without a program, a stack without a cluster. Printed without a stack. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}
