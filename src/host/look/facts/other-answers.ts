import type { OtherAnswer } from "../../observed.ts";
import type { Question } from "../../question.ts";

/** The first rule that fits decides for the answers of both clusters. So another rule that fits the same is in conflict, wherever it stands. */
export const otherAnswers: Question<readonly OtherAnswer[]> = {
	toldBy: "routes",
	parse({ lines }) {
		const gateways = new Map(
			lines.flatMap((line) => {
				const [, table, gateway] = /^beside (\d+) (\S+)$/.exec(line) ?? [];
				return table === undefined || gateway === undefined
					? []
					: [[table, gateway] as const];
			}),
		);
		return lines.flatMap((line) => {
			const [, selector, table] =
				/^\d+:\s+(from \S+ ipproto .*) lookup (\d+)$/.exec(line.trim()) ?? [];
			const gateway = gateways.get(table ?? "");
			return selector === undefined ||
				table === undefined ||
				gateway === undefined
				? []
				: [{ selector, table, gateway }];
		});
	},
};
