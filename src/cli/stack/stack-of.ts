import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../pulumi/pulumi.ts";
import { requireProgram } from "../require-folder.ts";
import { chooseStack } from "./choose-stack.ts";
import { ownEnvironment } from "./own-environment.ts";
import { ownStack } from "./own-stack.ts";
import { settingsIn } from "./settings-in.ts";
import { prepareStack } from "./stack.ts";

/**
 * The stack that a verb works on: of the folder's lab, or one of the user's own.
 *
 * @param given `--stack`
 * @param prepareLab makes sure that the lab runs. Default: refuses if it does not.
 */
export async function stackOf(
	folder: string,
	given: string | undefined,
	prepareLab: () => Promise<unknown> = async () => {},
): Promise<Stack> {
	requireProgram(folder);
	const choice = chooseStack({
		folder,
		given,
		variable:
			{ ...process.env, ...ownEnvironment(process.env) }.PULUMI_STACK ||
			undefined,
		hasLab: existsSync(join(folder, "lab.ts")),
		settings: await settingsIn(folder),
	});
	if (choice !== "lab") return ownStack(folder, choice.own);
	await prepareLab();
	return prepareStack(folder);
}
