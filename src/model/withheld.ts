/**
 * Stands for a secret that was given but is passed separately, as a secret in the declaration would make everything derived
 * from it a secret. A withheld value counts as good. An `unknown` value may still turn out to be bad or missing, so no model
 * is made while there is one. Like `unknown` it is registered globally.
 */
export const withheld: unique symbol = Symbol.for("pulumi-lvs.withheld");
