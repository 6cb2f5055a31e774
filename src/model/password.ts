import { secretLeaf } from "./leaf.ts";
import { wanted } from "./wanted.ts";

/** Which characters a password may have depends on where we write it: see given-secret.ts. */
export const password = secretLeaf((value) =>
	typeof value === "string"
		? { value }
		: { problem: wanted("a password", value) },
);
