import { execa } from "execa";
import type { Deed } from "../../drill/deed.ts";
import type { Stack } from "../pulumi/pulumi.ts";

/** `lvsctl up` as the event of a drill. */
export interface UpDeed extends Deed {
	/** Exit code of `up`, once it has ended. */
	exit(): number;
}

/** Runs our own `up` as another process. What it prints goes to standard error: standard output is for the answer. */
export function upDeed({ folder, name }: Stack): UpDeed {
	let exit = 0;
	const words = ["up", folder, "--stack", name, "--yes"];
	return {
		lasts: false,
		says: `lvsctl ${words.join(" ")}`,
		byHand: "",
		exit: () => exit,
		async begin() {
			const [, main = ""] = process.argv;
			const result = await execa(process.execPath, [main, ...words], {
				stdin: "ignore",
				stdout: process.stderr,
				stderr: "inherit",
				buffer: false,
				reject: false,
			});
			exit = result.exitCode ?? 3;
		},
		async end() {},
	};
}
