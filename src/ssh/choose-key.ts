import { existsSync, readFileSync } from "node:fs";
import { isEncrypted } from "../model/encrypted-key.ts";
import type { Dialled } from "./dialled.ts";
import { inHome } from "./in-home.ts";

/**
 * The key file that we use, among those that ssh would try. Files that ssh looks for by default come after the agent. Without an agent we choose even a key
 * that needs a passphrase: then the error of the login says what to do with it.
 *
 * @param files IdentityFile of ssh_config, in its order
 * @returns undefined: the agent is used
 */
export function chooseKey(
	files: readonly string[],
	hasAgent: boolean,
): string | undefined {
	const isConfigured =
		files.length === 1 || !files.every((file) => /^~\/\.ssh\/id_/.test(file));
	const there = files.filter((file) => existsSync(inHome(file)));
	if (hasAgent)
		return isConfigured ? there.find((file) => !isLocked(file)) : undefined;
	return there.find((file) => !isLocked(file)) ?? there[0];
}

function isLocked(file: string): boolean {
	try {
		return isEncrypted(readFileSync(inHome(file), "latin1"));
	} catch {
		return false; // the login says why it cannot be read
	}
}

/** The path of the agent's socket. Default: SSH_AUTH_SOCK. */
export function agentSocketOf({
	identityAgent,
}: Pick<Dialled, "identityAgent">): string | undefined {
	if (identityAgent === undefined) return process.env.SSH_AUTH_SOCK;
	if (identityAgent === "none") return undefined;
	return identityAgent.startsWith("$")
		? process.env[identityAgent.slice(1)]
		: inHome(identityAgent);
}
