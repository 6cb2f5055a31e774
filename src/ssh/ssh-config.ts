import type { HostConnection } from "../model/host.ts";
import { askSsh, configError } from "./ask-ssh.ts";
import { agentSocketOf, chooseKey } from "./choose-key.ts";
import type { Dialled } from "./dialled.ts";
import { expandTokens } from "./expand-tokens.ts";
import { jumpOf } from "./jump-of.ts";

/** More in a row mean a circle. */
const mostJumps = 8;

/**
 * The meaning of a connection. If it has `sshConfig`, we ask OpenSSH itself for its settings of the name (`ssh -G`), so every Include, Match and pattern
 * counts. Settings of the connection itself win.
 *
 * @throws RemoteError if there is no OpenSSH here, or its files are wrong.
 */
export async function withSshConfig(
	connection: HostConnection,
	jumpsLeft = mostJumps,
): Promise<Dialled> {
	const { sshConfig = false, address, jump: declaredJump, ...own } = connection;
	const jumps = async (jump: HostConnection | undefined) =>
		jump === undefined
			? {}
			: { jump: await withSshConfig(jump, jumpsLeft - 1) };
	if (jumpsLeft === 0)
		throw configError(address, {
			saw: `more than ${mostJumps} jump hosts in a row`,
			advice: "Does ProxyJump in ssh_config lead in a circle?",
		});
	if (sshConfig === false)
		return { address, ...own, ...(await jumps(declaredJump)) };
	const found = await askSsh(address, sshConfig, own);
	const one = (key: string) => {
		const value = found.get(key)?.[0];
		return value === "none" ? undefined : value;
	};
	if (one("proxycommand") !== undefined)
		throw configError(address, {
			saw: `ProxyCommand is not supported: ${one("proxycommand")}`,
			advice:
				"Write ProxyJump in ssh_config, or declare the jump host (jump), or leave sshConfig out.",
		});
	const certificate = one("certificatefile");
	const alias = one("hostkeyalias");
	const agent = found.get("identityagent")?.[0];
	const ownAgent =
		agent === undefined || agent === "SSH_AUTH_SOCK"
			? {}
			: { identityAgent: agent };
	const hasAgent = Boolean(agentSocketOf(ownAgent));
	const settings = {
		address: one("hostname") ?? address,
		port: String(one("port")),
		user: String(one("user")),
	};
	const expand = (setting: string, written: string) =>
		expandTokens(setting, written, {
			...settings,
			...{ name: address, hostKeyAlias: alias },
		});
	const key = isGiven(own)
		? undefined
		: chooseKey(
				(found.get("identityfile") ?? []).map((file) =>
					expand("IdentityFile", file),
				),
				hasAgent,
			);
	const jump =
		declaredJump ??
		jumpBesides(
			address,
			jumpOf(expand("ProxyJump", one("proxyjump") ?? "").split(","), sshConfig),
		);
	return {
		...settings,
		port: Number(settings.port),
		...own,
		...(key === undefined ? {} : { privateKeyFile: key }),
		...(certificate === undefined ? {} : { certificateFile: certificate }),
		...ownAgent,
		...(own.hostKey === undefined && own.knownHosts === undefined
			? {
					knownHostsFiles: ["userknownhostsfile", "globalknownhostsfile"]
						.flatMap((key) => one(key)?.split(" ") ?? [])
						.filter((path) => path !== ""),
				}
			: {}),
		...(alias === undefined ? {} : { hostKeyAlias: alias }),
		...(await jumps(jump)),
	};
}

/** With "Host *" a jump host would be its own jump host. */
function jumpBesides(
	name: string,
	jump: HostConnection | undefined,
): HostConnection | undefined {
	const isItself =
		jump?.address === name &&
		jump.user === undefined &&
		jump.port === undefined;
	return isItself ? undefined : jump;
}

function isGiven({
	privateKey,
	privateKeyFile,
	agent,
}: Partial<HostConnection>) {
	return (
		privateKey !== undefined || privateKeyFile !== undefined || agent === true
	);
}
