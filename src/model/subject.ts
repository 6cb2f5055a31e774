import { quote } from "./describe.ts";
import { isName } from "./name.ts";

/** What a DeclarationError is about: "cluster web". */
export function subject(name: unknown): string {
	if (typeof name !== "string") return "cluster without a name";
	return `cluster ${isName(name) ? name : quote(name)}`;
}
