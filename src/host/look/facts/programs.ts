import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";

/** What keepalived and we do not run: what somebody else than root could have written. */
const unsafe = "\\( ! -user 0 -o -perm -002 -o -perm -020 ! -group 0 \\)";

/** Program of the operator that the role calls, or user who runs one -> what is wrong with it. What is in order is left out. */
export const programs: Question<Readonly<Record<string, string>>> = {
	onlyBefore: true,
	probe: ({ programs = {}, runAs = {} }) =>
		[
			...Object.keys(programs).map(
				(path) =>
					`${sh`if [ ! -e ${path} ]; then echo missing ${path}
elif [ ! -f ${path} ] || [ ! -x ${path} ]; then echo idle ${path}
elif [ -n "$(find -L ${path} -prune`} ${unsafe}${sh`)" ]; then echo unsafe ${path}
fi`}`,
			),
			...Object.keys(runAs).map(
				(user) => sh`id -u ${user} >/dev/null 2>&1 || echo unknown ${user}`,
			),
		].join("\n"),
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.flatMap((line) => {
				const [word = "", what] = line.trim().split(" ");
				const reason = reasons[word];
				return what === undefined || reason === undefined
					? []
					: [[what, reason]];
			}),
		),
};

const reasons: Readonly<Record<string, string>> = {
	unknown: "is no user",
	missing: "is not there",
	idle: "is no file that can be executed",
	unsafe: "could be written by others than root",
};
