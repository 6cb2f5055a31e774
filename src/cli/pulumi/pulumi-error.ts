import { existsSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { LabError } from "../../errors.ts";

/** Pulumi failed. Printed without a stack. */
export class PulumiError extends Error {
	override readonly name = "PulumiError";
	/** By our rules: 2 if the declaration is wrong. */
	readonly exitCode: number;
	/** Pulumi's own exit code; undefined if it was killed. */
	readonly pulumiExit: number | undefined;

	constructor(message: string, exitCode: number, pulumiExit?: number) {
		super(message);
		this.exitCode = exitCode;
		this.pulumiExit = pulumiExit;
	}
}

const otherWays =
	"install it as https://www.pulumi.com/docs/install says, or, if nothing can be fetched, build it: script/setup of a checkout of pulumi-lvs";

/** The folder exists, as it was checked before: the program is missing. */
export function pulumiIsMissing(): LabError {
	return new LabError(
		`pulumi is not on PATH; npm install --save-dev pulumi brings its official launcher. Or ${otherWays}`,
	);
}

/** After a failure: says so if the launcher of the npm package could not fetch the program, as its own message does not. */
export function refuseEmptyLauncher({
	path,
	isLauncher,
}: {
	readonly path: string;
	readonly isLauncher: boolean;
}): void {
	if (!isLauncher) return;
	const { version } = JSON.parse(
		readFileSync(join(dirname(realpathSync(path)), "package.json"), "utf8"),
	) as { version: string };
	const fetched = process.env.PULUMI_VERSION || version;
	const home = process.env.PULUMI_HOME || join(homedir(), ".pulumi");
	if (existsSync(join(home, "versions", fetched, "bin/pulumi"))) return;
	throw new LabError(
		`${path}: this launcher of the npm package pulumi could not fetch Pulumi ${fetched} from get.pulumi.com. Can this computer reach it? Behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1. Else ${otherWays}`,
	);
}
