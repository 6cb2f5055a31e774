import { recordDirectory } from "../../../model/record-directory.ts";
import type { FoundFailover } from "../../observed.ts";
import type { Question } from "../../question.ts";
import { watchDirectory } from "../../watch-directory.ts";

const roles = ["active", "standby", "fault"] as const;

/** The file in which a director writes down what it is by now, and since when in seconds since 1970. */
function roleFile(owner: string): string {
	return `${watchDirectory(owner)}/role`;
}

/** What the program that is told of changes was told last, its exit, and when. */
function toldFile(owner: string): string {
	return `${watchDirectory(owner)}/told`;
}

/** `1`: an operator wants this director to stay without the VIP. */
function outFile(owner: string): string {
	return `${recordDirectory(owner)}/out`;
}

/** Whether a director has the VIP by now, or waits for it. Looked at only where there are several. */
export const failover: Question<FoundFailover | undefined> = {
	reads: ({ failover }, owner) =>
		failover === undefined
			? []
			: [roleFile(owner), outFile(owner), toldFile(owner)],
	parse({ texts, owner }) {
		const [word, since = "0"] = (texts.get(roleFile(owner)) ?? "")
			.trim()
			.split(" ");
		const role = roles.find((each) => each === word);
		const [of, exit] = (texts.get(toldFile(owner)) ?? "").trim().split(" ");
		return role === undefined
			? undefined
			: {
					role,
					since: Number(since),
					takenOut: texts.get(outFile(owner))?.trim() === "1",
					// of another role: the program is at work
					...(of === role && exit !== undefined
						? { toldExit: Number(exit) }
						: {}),
				};
	},
};
