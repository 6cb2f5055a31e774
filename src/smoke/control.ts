import type { DeclaredCheck } from "./checks.ts";

/** A check whose claim must not hold: it passes where that check fails. */
export interface ControlDeclared {
	readonly kind: "control";
	readonly of: Exclude<DeclaredCheck, ControlDeclared>;
}

/**
 * Declares the counterpart of a check: that it fails in a layout that is bad on purpose. A check that also passes there would
 * prove nothing.
 */
export function control(of: ControlDeclared["of"]): ControlDeclared {
	return { kind: "control", of };
}
