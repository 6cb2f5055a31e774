import { UnreachableError } from "../errors.ts";

/** The error of a host that the state knows and that does not answer ends with what to do where it never will. */
export function wayOut(
	error: unknown,
	{ name }: { readonly name: string },
): unknown {
	// where a jump host is away, the host behind it may be well
	return error instanceof UnreachableError && !error.isJump
		? error.advising(
				`If this host is gone for good: lvsctl forget ${name}, and take it out of the declaration.`,
			)
		: error;
}
