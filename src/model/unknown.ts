/**
 * Stands for a leaf of a declaration (an address, a port, a key) whose value comes from another resource and is not known yet
 * in a preview. It is registered globally, so that two copies of the package share the symbol.
 */
export const unknown: unique symbol = Symbol.for("pulumi-lvs.unknown");
