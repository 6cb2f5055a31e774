import { readBytes } from "./bytes-leaf.ts";
import type { ReadLeaf } from "./leaf.ts";
import { unknownKey } from "./unknown-key.ts";
import { wanted } from "./wanted.ts";

/** A `TcpTalkDeclaration` in the model of a cluster. */
export interface Talk {
	/** May be empty. */
	readonly send: readonly number[];
	/** At least one byte. */
	readonly expect: readonly number[];
}

export const readTcp: ReadLeaf<true | Talk> = (value) => {
	if (value === true) return { value };
	if (typeof value !== "object" || value === null || Array.isArray(value))
		return {
			problem: wanted('true, or an object like { expect: "SSH-" }', value),
		};
	const { send, expect, ...more } = value as Record<string, unknown>;
	const [unknown] = Object.keys(more);
	if (unknown !== undefined)
		return { problem: unknownKey(unknown, ["send", "expect"]) };
	const sent =
		send === undefined ? { value: [] as readonly number[] } : readBytes(send);
	if ("problem" in sent) return { ...sent, at: ["send"] };
	const expected = readBytes(expect);
	return "problem" in expected
		? { ...expected, at: ["expect"] }
		: { value: { send: sent.value, expect: expected.value } };
};
