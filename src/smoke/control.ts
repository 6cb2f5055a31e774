/** A check whose claim must not hold: it passes where that check fails. */
export interface ControlDeclared<Of> {
	readonly kind: "control";
	readonly of: Of;
}

/**
 * Declares the counterpart of a check: that it fails in a layout that is bad on purpose. A check that also passes there would
 * prove nothing.
 */
export function control<Of extends { readonly kind: string }>(
	of: Of,
): ControlDeclared<Of> {
	return { kind: "control", of };
}
