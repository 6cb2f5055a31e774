import { RemoteError } from "../errors.ts";
import type { PublicKey } from "../model/public-key.ts";
import type { Dialled } from "./dialled.ts";
import {
	type ExpectedKeys,
	formatPublicKey,
	type KeyStanding,
	showKey,
} from "./host-key.ts";
import { filedAs, hostLabel } from "./host-label.ts";
import { inDeclaration, type KeyAdvice } from "./key-advice.ts";
import { knownHostsName } from "./known-hosts.ts";

/** The error for a host whose key is not the expected one: what was expected, what was seen, what to do. */
export class HostKeyError extends RemoteError {
	readonly seen: PublicKey;

	constructor(
		connection: Dialled,
		standing: Exclude<KeyStanding, "expected">,
		seen: PublicKey,
		{
			expected,
			advice = inDeclaration,
		}: { readonly expected: ExpectedKeys; readonly advice?: KeyAdvice },
	) {
		const name = knownHostsName(filedAs(connection));
		super({
			host: hostLabel(connection),
			doing: "check the host key",
			beforeAnythingRan: true,
			...explain(standing, seen, expected, { name, advice }),
		});
		this.seen = seen;
	}
}

function explain(
	standing: Exclude<KeyStanding, "expected">,
	seen: PublicKey,
	expected: ExpectedKeys,
	{ name, advice }: { readonly name: string; readonly advice: KeyAdvice },
): { saw: string; advice: string } {
	const { source } = expected;
	switch (standing) {
		case "unknown":
			return {
				saw: `${source} does not know this host, whose key is ${showKey(seen)}`,
				advice: [
					...(expected.authorities === 0
						? []
						: [
								"Its @cert-authority line is not used, as certificates of SSH are not supported: add the host's own key.",
							]),
					"Compare it with the host's own, on its console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
					`If they are the same, add this line to ${source}, or ${advice.giveHostKey}:`,
					`${name} ${formatPublicKey(seen)}`,
				].join("\n  "),
			};
		case "revoked":
			return {
				saw: `the key of this host is revoked in ${source}: ${showKey(seen)}`,
				advice:
					"Do not connect: whoever holds this key may not be the host. Give the host a new key first.",
			};
		case "changed":
			return {
				saw: [
					"this is not the expected host key",
					...expected.accepted.map(
						(key) => `expected ${showKey(key)} (${source})`,
					),
					`seen     ${showKey(seen)}`,
				].join("\n  "),
				advice: [
					"If the host was installed again, verify the key seen on its console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
					source === "hostKey"
						? `Then set hostKey to: ${formatPublicKey(seen)}`
						: `Then: ssh-keygen -R '${name}' -f ${source}, and add the line: ${name} ${formatPublicKey(seen)}`,
					"If it was not, another machine answers in its place: do not connect.",
				].join("\n  "),
			};
	}
}
