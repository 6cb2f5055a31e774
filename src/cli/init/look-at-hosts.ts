import { RemoteError } from "../../errors.ts";
import { type Survey, survey } from "../../host/operations/survey.ts";
import type { HostConnection } from "../../model/host.ts";
import { hostLabel } from "../../ssh/host-label.ts";
import { connect } from "../../ssh/ssh.ts";
import { type PinOptions, pinHostKeys } from "./host-keys.ts";
import { type NamedHost, namedHost } from "./named-host.ts";
import { ofEach } from "./of-each.ts";
import { reachOptions } from "./reach-options.ts";

/** A host with its key pinned, and what was found on it. */
export interface LookedAt extends NamedHost {
	readonly survey: Survey;
}

/** Looks at all hosts at the same time: first at their keys, then at the hosts themselves. */
export async function lookAtHosts(
	hosts: readonly NamedHost[],
	options: PinOptions,
): Promise<LookedAt[]> {
	const pinned = await pinHostKeys(hosts, options);
	return ofEach(pinned, async (host) => {
		const session = await connect(host.connection, reachOptions(host.name));
		try {
			const found = await survey(session);
			if (found.family === undefined)
				throw new RemoteError({
					host: hostLabel(host.connection),
					doing: "look at the host",
					saw: `the operating system is ${found.system}`,
					advice:
						"Use a host of the Debian family (Debian, Ubuntu) or the RHEL family (RHEL, Rocky, Alma).",
				});
			return { ...host, survey: found };
		} finally {
			await session.close();
		}
	});
}

/** How hosts are reached through the jump host, with its key pinned too. Without a jump host: as `usual`. */
export async function throughJump(
	jump: string | undefined,
	usual: Partial<HostConnection>,
	options: PinOptions,
): Promise<Partial<HostConnection>> {
	if (jump === undefined) return usual;
	const host = namedHost("--jump", jump, { name: "jump", connection: usual });
	const [pinned] = await pinHostKeys([host], options);
	if (pinned === undefined) throw new Error("a jump host was looked at");
	return { ...usual, jump: pinned.connection };
}

/** The host that has an address, or none. */
export function hostWith(
	address: string,
	hosts: readonly LookedAt[],
): LookedAt | undefined {
	return hosts.find(({ survey: { addresses } }) =>
		addresses.some((one) => one.address === address),
	);
}
