import { DeclarationError } from "../errors.ts";

/** An event that is not possible on a machine: nothing was done. */
export function refusal(machine: string, message: string): DeclarationError {
	return new DeclarationError("drill", [{ path: machine, message }]);
}
