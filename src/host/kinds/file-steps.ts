import type { DesiredFile } from "../../model/desired.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { markers } from "../block.ts";
import type { Step, StepOf } from "../step.ts";
import type { Actions } from "./kind.ts";
import { lineEdits, sedScript } from "./line-edits.ts";

/** @param found the present content where mode and owner are right, so that few lines can be edited in place. Undefined: the file is written whole. */
export function writeStep(
	path: string,
	file: DesiredFile,
	because: string,
	found: string | undefined,
): Step {
	const edits =
		found === undefined || file.test !== undefined
			? undefined
			: lineEdits(found, file.content);
	return {
		kind: "write",
		path,
		file,
		because,
		...(edits === undefined ? {} : { edits }),
	};
}

export const fileSteps: Actions<
	"keep" | "write" | "remove" | "remove-block" | "restore"
> = {
	keep: {
		describe: ({ path, as }) => `copy ${path} to ${as}`,
		render: ({ path, as }) =>
			sh`mkdir -p -- ${as.replace(/\/[^/]*$/, "")} && cp -p -- ${path} ${as}`,
	},
	write: {
		describe: ({ path }) => `write ${path}`,
		render: write,
	},
	remove: {
		describe: ({ paths }) => `remove ${paths.join(" ")}`,
		render: ({ paths }) =>
			sh`rm -f -- ${paths.flatMap((path) => [path, `${path}.lvs-new`])}`,
	},
	"remove-block": {
		describe: ({ path }) => `remove our lines from ${path}`,
		render: ({ path, block, orFile }) =>
			[
				sh`remove_block ${path} ${markers(block)}`,
				...(orFile ? [sh`{ [ -s ${path} ] || rm -f ${path}; }`] : []),
			].join(" && "),
	},
	restore: {
		describe: ({ path }) => `restore ${path}`,
		render: ({ path, from }) =>
			sh`{ [ ! -e ${from} ] || mv -f -- ${from} ${path}; }`,
	},
};

function write({ path, file, edits }: StepOf<"write">): string {
	const { block, content, mode, owner, test } = file;
	if (edits !== undefined) return sh`edit ${path} ${sedScript(edits, block)}`;
	const put =
		block !== undefined
			? sh`put_block ${path} ${mode} ${markers(block)} ${content}`
			: test !== undefined
				? sh`put_tested ${path} ${mode} ${content} ${test.split(" ")}`
				: sh`put ${path} ${mode} ${content}`;
	return owner === undefined ? put : sh`${raw(put)} && chown ${owner} ${path}`;
}
