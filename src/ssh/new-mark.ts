import { randomBytes } from "node:crypto";

/** A new mark for the parts of one script's answer. As it is new each time, no output of a program there can be taken for it. */
export function newMark(): string {
	return randomBytes(6).toString("hex");
}
