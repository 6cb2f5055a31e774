import { LabError } from "../errors.ts";

/** Pulumi did not do what it was asked. Printed without a stack. */
export class PulumiError extends Error {
	override readonly name = "PulumiError";
	/** By our rules: 2 where the declaration is wrong. */
	readonly exitCode: number;
	/** Pulumi's own exit code; undefined where it was killed. */
	readonly pulumiExit: number | undefined;

	constructor(message: string, exitCode: number, pulumiExit?: number) {
		super(message);
		this.exitCode = exitCode;
		this.pulumiExit = pulumiExit;
	}
}

/** The folder was looked at before: what is missing is the program. */
export function pulumiIsMissing(): LabError {
	return new LabError(
		"pulumi is not on PATH; install it as https://www.pulumi.com/docs/install says, or in a checkout run script/setup",
	);
}
