import { parseSelector } from "../../../model/answer-route.ts";
import type { OtherAnswer } from "../../found-network.ts";
import { parseBeside, parseRuleLine } from "../../kinds/rule-lines.ts";
import type { Question } from "../../question.ts";

/** The first rule that matches decides for the answers of both clusters. So any other rule that matches the same packets is in conflict, wherever it stands. */
export const otherAnswers: Question<readonly OtherAnswer[]> = {
	toldBy: "routes",
	parse({ lines }) {
		const gateways = new Map(
			lines.flatMap((line) => {
				const beside = parseBeside(line);
				return beside === undefined
					? []
					: [[beside.table, beside.gateway] as const];
			}),
		);
		return lines.flatMap((line) => {
			const { selector = "", table = "" } = parseRuleLine(line) ?? {};
			const gateway = gateways.get(table);
			return gateway === undefined || parseSelector(selector)?.by !== "source"
				? []
				: [{ selector, table, gateway }];
		});
	},
};
