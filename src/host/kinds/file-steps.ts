import { raw, sh } from "../../ssh/shell.ts";
import { markers } from "../block.ts";
import type { StepOf } from "../step.ts";
import { fileTests, testWords } from "./file-tests.ts";
import type { Actions } from "./kind.ts";
import { sedScript } from "./line-edits.ts";
import {
	edit,
	put,
	putBlock,
	putOwned,
	putTested,
	removeBlock,
} from "./put-file.ts";
import type { Calls } from "./shell-function.ts";
import { stepsWith } from "./steps-with.ts";

const functions = {
	put,
	edit,
	putOwned,
	putTested,
	putBlock,
	removeBlock,
	...fileTests,
};

export const fileSteps: Actions<
	"keep" | "write" | "remove" | "remove-block" | "restore"
> = stepsWith(functions, (call) => ({
	keep: {
		describe: ({ path, as }) => `copy ${path} to ${as}`,
		render: ({ path, as }) =>
			sh`mkdir -p -- ${as.replace(/\/[^/]*$/, "")} && cp -p -- ${path} ${as}`,
	},
	write: {
		describe: ({ path }) => `write ${path}`,
		render: (step) => write(step, call),
	},
	remove: {
		describe: ({ paths }) => `remove ${paths.join(" ")}`,
		render: ({ paths }) =>
			sh`rm -f -- ${paths} && rm -rf -- ${paths.flatMap((path) => [`${path}.lvs-new`, `${path}.lvs-old`])}`,
	},
	"remove-block": {
		describe: ({ path }) => `remove our lines from ${path}`,
		render: ({ path, block, orFile }) =>
			[
				sh`${call.removeBlock} ${path} ${markers(block)}`,
				...(orFile ? [sh`{ [ -s ${path} ] || rm -f ${path}; }`] : []),
			].join(" && "),
	},
	restore: {
		describe: ({ path }) => `restore ${path}`,
		render: ({ path, from }) =>
			sh`{ [ ! -e ${from} ] || mv -f -- ${from} ${path}; }`,
	},
}));

function write(
	{ path, file, edits }: StepOf<"write">,
	call: Calls<typeof functions>,
): string {
	const { block, content, mode, owner, test } = file;
	if (edits !== undefined)
		return sh`${call.edit} ${path} ${sedScript(edits, block)}`;
	// a script in PHP is tested before it is in place; a test of any other program needs all of its files in place
	const before = test?.by === "php";
	if (block === undefined && (before || (owner !== undefined && !test)))
		return sh`${call.putOwned} ${path} ${mode} ${content} ${owner ?? "root:root"} ${before ? testWords(test, call) : []}`;
	const command =
		block !== undefined
			? sh`${call.putBlock} ${path} ${mode} ${markers(block)} ${content}`
			: test !== undefined
				? sh`${call.putTested} ${path} ${mode} ${content} ${testWords(test, call)}`
				: sh`${call.put} ${path} ${mode} ${content}`;
	return owner === undefined
		? command
		: sh`${raw(command)} && chown ${owner} ${path}`;
}
