import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { RemoteError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { inHome } from "./in-home.ts";

/**
 * The settings that OpenSSH's client would use for a name, by `ssh -G`.
 *
 * @param sshConfig true: the files that ssh reads by itself; or the path of another one
 * @returns key, in small letters -> its values
 * @throws RemoteError if there is no OpenSSH here, or its files are wrong.
 */
export async function askSsh(
	name: string,
	sshConfig: true | string,
	{ user, port }: Pick<HostConnection, "user" | "port"> = {},
): Promise<ReadonlyMap<string, readonly string[]>> {
	const options = [
		...(sshConfig === true ? [] : ["-F", inHome(sshConfig)]),
		...(user === undefined ? [] : ["-l", user]),
		...(port === undefined ? [] : ["-p", String(port)]),
	];
	const stdout = await printOf("ssh", ["-G", ...options, "--", name]).catch(
		(error: Error & { code?: unknown; stderr?: string }) => {
			throw error.code === "ENOENT"
				? configError(name, noSsh)
				: configError(name, {
						saw: `ssh -G: ${error.stderr?.trim() || error.message}`,
						advice: "Correct the file that it names.",
					});
		},
	);
	const values = new Map<string, string[]>();
	for (const line of stdout.split("\n")) {
		const at = line.indexOf(" ");
		const key = line.slice(0, at);
		values.set(key, [...(values.get(key) ?? []), line.slice(at + 1)]);
	}
	return values;
}

const noSsh = {
	saw: "sshConfig needs OpenSSH's client on this machine, and there is no ssh on PATH",
	advice:
		"Install it (openssh-client), or write address, port, user and key instead of sshConfig.",
};

/** We use child_process: a program that only looks at its hosts need not load execa (docs/decisions/0037). */
async function printOf(program: string, words: readonly string[]) {
	const ended = promisify(execFile)(program, words, { timeout: 10_000 });
	ended.child.stdin?.end();
	return (await ended).stdout;
}

/** The error for a host for which ssh_config has a setting that we cannot use. */
export function configError(
	name: string,
	error: { readonly saw: string; readonly advice: string },
): RemoteError {
	return new RemoteError({
		host: name,
		doing: "ask ssh_config",
		...error,
		beforeAnythingRan: true,
	});
}

/** A name for which no file has a setting of its own. */
const nobody = "lvsctl-asks.invalid";

/** Whether OpenSSH can be asked here. */
export async function canAskSsh(): Promise<boolean> {
	return askSsh(nobody, true).then(
		() => true,
		() => false,
	);
}

/** Whether ssh_config has a setting for this name that it does not have for every name. */
export async function isInSshConfig(name: string): Promise<boolean> {
	const [own, others] = await Promise.all(
		[name, nobody].map((each) => askSsh(each, true).catch(() => undefined)),
	);
	return ["hostname", "port", "user", "identityfile", "proxyjump"].some(
		(key) =>
			own?.get(key)?.join("\n").replaceAll(name, "") !==
			others?.get(key)?.join("\n").replaceAll(nobody, ""),
	);
}
