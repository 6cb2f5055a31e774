/**
 * Stands for a leaf of a declaration (an address, a port, a key) whose value another resource gives and that a
 * preview does not know yet. Registered, so that two copies of the package agree on it.
 */
export const unknown: unique symbol = Symbol.for("pulumi-lvs.unknown");
