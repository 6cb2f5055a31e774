import { secretLeaf } from "./leaf.ts";
import { wanted } from "./wanted.ts";

/** Which signs a password may have depends on where it comes to stand: see given-secret.ts. */
export const password = secretLeaf((value) =>
	typeof value === "string"
		? { value }
		: { problem: wanted("a password", value) },
);
