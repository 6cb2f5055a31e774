import { homedir, hostname, userInfo } from "node:os";
import { configError } from "./ask-ssh.ts";

/** What tokens of ssh_config stand for, besides those that are of this machine. */
export interface TokenValues {
	/** The name as the connection has it. */
	readonly name: string;
	/** HostName. */
	readonly address: string;
	readonly port: string;
	readonly user: string;
	readonly hostKeyAlias: string | undefined;
}

/**
 * The value of a setting, with its tokens (`%h`) and variables (`${HOME}`) replaced, see ssh_config(5), "TOKENS". `ssh -G` prints some settings as they are
 * written. `%C` is not replaced: it differs between versions of OpenSSH.
 *
 * @throws RemoteError where a token or a variable is left.
 */
export function expandTokens(
	setting: string,
	written: string,
	{ name, address, port, user, hostKeyAlias }: TokenValues,
): string {
	const values: Readonly<Record<string, () => string | undefined>> = {
		"%": () => "%",
		d: homedir,
		h: () => address,
		i: () => process.getuid?.().toString(),
		k: () => hostKeyAlias ?? name,
		L: () => hostname().split(".")[0],
		l: hostname,
		n: () => name,
		p: () => port,
		r: () => user,
		u: () => userInfo().username,
	};
	return written.replace(
		/%(.?)|\$\{([^}]*)\}/gs,
		(token, letter?: string, variable = "") => {
			const value =
				letter === undefined ? process.env[variable] : values[letter]?.();
			if (value !== undefined) return value;
			throw configError(name, {
				saw: `${setting} ${written}: ${letter === undefined ? `${variable} is not set in the environment` : `${token} is not supported`}`,
				advice: `Write ${setting} without it in ssh_config, or leave sshConfig out.`,
			});
		},
	);
}
