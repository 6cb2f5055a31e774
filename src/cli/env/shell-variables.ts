import { type Environment, isSet } from "../../environment.ts";
import { isLabBackend, pulumiEnvironment } from "../stack/environment.ts";

/** The variables that decide on which stack pulumi works, and whether it can read it: either all of them are the lab's, or none. */
const deciding = [
	"PULUMI_BACKEND_URL",
	"PULUMI_STACK",
	"PULUMI_CONFIG_PASSPHRASE",
	"PULUMI_CONFIG_PASSPHRASE_FILE",
];

/** Settings that are the same for every stack. */
const always = ["PULUMI_SKIP_UPDATE_CHECK", "NODE_COMPILE_CACHE"];

/**
 * The variables that a shell gets for pulumi. Variables that the user has set stay.
 *
 * @param lab directory of the folder's lab. Undefined: no lab runs, and the user's own stack needs nothing from us
 * @returns `kept`: the variables that the user has set and that keep pulumi from the lab's stack
 */
export function shellVariables(
	lab: string | undefined,
	shell: Environment,
): {
	readonly variables: Readonly<Record<string, string>>;
	readonly kept: readonly string[];
} {
	const wanted = Object.entries(pulumiEnvironment(lab ?? ""));
	const ours = new Map<string, string>(wanted);
	const kept =
		lab === undefined
			? []
			: deciding.filter(
					(name) =>
						isSet(shell, name) &&
						shell[name] !== ours.get(name) &&
						!isOfALab(name, shell),
				);
	const withStack = lab !== undefined && kept.length === 0;
	return {
		kept,
		variables: Object.fromEntries(
			wanted.filter(([name]) =>
				deciding.includes(name)
					? withStack
					: !isSet(shell, name) && (withStack || always.includes(name)),
			),
		),
	};
}

/** Set by an earlier `lvsctl env` for another lab. */
function isOfALab(name: string, shell: Environment): boolean {
	return name === "PULUMI_BACKEND_URL" && isLabBackend(shell);
}
