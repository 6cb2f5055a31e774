import { readDump } from "../../../ipvs/dump.ts";
import type { Question } from "../../question.ts";

/** It reads the table that the look has anyway. */
export const unreadRules: Question<readonly string[]> = {
	toldBy: "ipvs",
	parse: ({ lines }) => readDump(lines).unread,
};
