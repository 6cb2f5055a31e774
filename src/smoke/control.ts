/** A control: it passes where the check in it fails. */
export interface ControlDeclared<Of> {
	readonly kind: "control";
	readonly of: Of;
}

/**
 * Declares that a check must fail, in a layout that is bad on purpose. A check that also passed there would prove nothing.
 */
export function control<Of extends { readonly kind: string }>(
	of: Of,
): ControlDeclared<Of> {
	return { kind: "control", of };
}
