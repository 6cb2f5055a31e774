import type { ReadLeaf } from "./leaf.ts";
import { readWholeNumber } from "./leaves.ts";
import { wanted } from "./wanted.ts";

const readByte = readWholeNumber(0, 255);
const mostBytes = 200;

/** Bytes to send, or the bytes with which an answer begins. */
export const readBytes: ReadLeaf<readonly number[]> = (value) => {
	if (typeof value !== "string" && !Array.isArray(value))
		return { problem: wanted("a text, or a list of bytes", value) };
	const bytes: number[] = [];
	for (const each of typeof value === "string" ? Buffer.from(value) : value) {
		const byte = readByte(each);
		if ("problem" in byte) return byte;
		bytes.push(byte.value);
	}
	if (bytes.length === 0) return { problem: "empty; write at least one byte" };
	return bytes.length > mostBytes
		? { problem: `${bytes.length} bytes; write at most ${mostBytes}` }
		: { value: bytes };
};
