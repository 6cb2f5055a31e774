import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative, resolve } from "node:path";
import { type Environment, isSet } from "../../environment.ts";
import { isEncrypted } from "../../model/encrypted-key.ts";
import type { HostConnection } from "../../model/host.ts";
import { inHome } from "../../ssh/in-home.ts";
import { requireKeyFile } from "../require-file.ts";
import { UsageError } from "../usage-error.ts";

/**
 * The proof who we are: the named key, else the agent, else the first key of ssh's own folder that needs no passphrase.
 *
 * @throws UsageError where there is none, or none that can be used
 */
export function chooseLogin(
	identity: string | undefined,
	environment: Environment,
): Pick<HostConnection, "agent" | "privateKeyFile"> {
	if (identity !== undefined) {
		requireKeyFile("--identity", identity);
		return { privateKeyFile: inProgram(resolve(inHome(identity))) };
	}
	if (isSet(environment, "SSH_AUTH_SOCK")) return { agent: true };
	const found = ["id_ed25519", "id_ecdsa", "id_rsa"]
		.map((name) => join(homedir(), ".ssh", name))
		.find(
			(file) => existsSync(file) && !isEncrypted(readFileSync(file, "utf8")),
		);
	if (found !== undefined) return { privateKeyFile: inProgram(found) };
	throw new UsageError(
		"no key to log in with: no SSH agent runs (SSH_AUTH_SOCK is not set), and ~/.ssh has no key without a passphrase\n  name one with --identity FILE, or start an agent: eval $(ssh-agent); ssh-add",
	);
}

/** A path in the program's notation: another user who runs it may have another home. */
export function inProgram(file: string): string {
	const below = relative(homedir(), file);
	return below.startsWith("..") ? file : `~/${below}`;
}
