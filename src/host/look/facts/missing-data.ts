import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";

/** Directories of users' data that do not exist before a change: the declared ones, and those that were declared before on this machine. */
export const missingData: Question<readonly string[]> = {
	onlyBefore: true,
	probe: ({ data = {}, former }) =>
		[
			...new Set([
				...Object.values(data),
				...(former?.machine === undefined
					? Object.values(former?.data ?? {})
					: []),
			]),
		]
			.map((path) => sh`[ -d ${path} ] || echo ${path}`)
			.join("\n"),
	parse: ({ lines }) => lines,
};
