import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";

/** A program that somebody else than root could have written. Neither keepalived nor we run it. */
const unsafe = "\\( ! -user 0 -o -perm -002 -o -perm -020 ! -group 0 \\)";

/** Program of the operator that the role calls, or user who runs one -> what is wrong with it. Those without a problem are left out. */
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
	idle: "is not an executable file",
	unsafe: "can be written by users other than root",
};
