/**
 * Stands for a secret of a declaration that was given and travels apart, as it would make a secret of everything that is
 * derived from the declaration. It differs from `unknown`: that may turn out to be bad, or nothing, and no model is made
 * while it stands there. What is withheld was given, and counts as good. Registered for the same reason.
 */
export const withheld: unique symbol = Symbol.for("pulumi-lvs.withheld");
