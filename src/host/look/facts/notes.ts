import { noteIn } from "../../kinds/conditions.ts";
import type { Question } from "../../question.ts";

/** What the role's own script tells besides conditions. */
export const notes: Question<readonly string[]> = {
	toldBy: "conditions",
	parse: ({ lines }) => lines.flatMap((line) => noteIn(line) ?? []),
};
