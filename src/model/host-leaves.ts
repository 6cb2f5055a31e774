import { parseIpv4 } from "./address.ts";
import { asWritten } from "./as-written.ts";
import { encryptedAdvice, isEncrypted } from "./encrypted-key.ts";
import { isIpv6, noIpv6 } from "./ipv6.ts";
import type { ReadLeaf } from "./leaf.ts";
import { parsePublicKey } from "./public-key.ts";
import { wanted } from "./wanted.ts";

const label = "[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?";
const hostName = new RegExp(`^${label}(\\.${label})*\\.?$`);

/** The address or name that an SSH connection goes to. Unlike an address of the cluster it may be a loopback address: labs forward ports. */
export const readConnectionAddress: ReadLeaf<string> = (value) => {
	const expected = 'an IPv4 address or a host name, like "192.0.2.10"';
	if (typeof value !== "string") return { problem: wanted(expected, value) };
	if (/^[^:]+:\d+$/.test(value)) {
		return {
			problem: `${asWritten(value)} holds a port; write the port as "port" of its own`,
		};
	}
	if (isIpv6(value)) return { problem: noIpv6(expected) };
	const valid = /^[\d.]*$/.test(value)
		? parseIpv4(value) !== undefined
		: value.length <= 253 && hostName.test(value);
	return valid
		? { value }
		: {
				problem: `${asWritten(value)} is neither an IPv4 address nor a host name; write ${expected}`,
			};
};

export const readUser: ReadLeaf<string> = (value) => {
	if (typeof value !== "string")
		return { problem: wanted('a login name like "root"', value) };
	return /^[A-Za-z_][A-Za-z0-9_.@-]{0,63}$/.test(value)
		? { value }
		: {
				problem: `${asWritten(value)} is not a login name; write one like "root"`,
			};
};

const readPath: ReadLeaf<string> = (value) => {
	const expected = "the path of a file";
	if (typeof value !== "string" || value.trim() === "")
		return { problem: wanted(expected, value) };
	if (/[\n\r\0]/.test(value))
		return { problem: `expected ${expected}, got text of several lines` };
	// the state keeps the path as written: several operators may share a state, and each has another home
	return /^~[^/]|^~$/.test(value)
		? {
				problem: `${asWritten(value)}: only "~/", your own home, is read; write the whole path`,
			}
		: { value };
};

export const readPrivateKeyFile: ReadLeaf<string> = (value) =>
	typeof value === "string" && /PRIVATE KEY|PuTTY-User-Key/.test(value)
		? {
				problem:
					'expected the path of a file, got the text of a key; for the text write "privateKey"',
			}
		: readPath(value);

export const readSshConfig: ReadLeaf<boolean | string> = (value) =>
	typeof value === "boolean"
		? { value }
		: typeof value === "string"
			? readPath(value)
			: { problem: wanted("true, or the path of a file", value) };

export const readKnownHosts: ReadLeaf<string> = (value) =>
	"value" in readHostKey(value)
		? {
				problem:
					'expected the path of a file, got the public key of a host; for the key write "hostKey"',
			}
		: readPath(value);

/** The text is never shown, right or wrong. */
export const readPrivateKey: ReadLeaf<string> = (value) => {
	if (typeof value !== "string")
		return { problem: wanted("the text of a private key", value) };
	if (isEncrypted(value)) return { problem: encryptedAdvice() };
	return /^\s*(-----BEGIN [A-Z ]*PRIVATE KEY-----|PuTTY-User-Key-File-)/.test(
		value,
	)
		? { value }
		: {
				problem:
					'this is not the text of a private key, which begins with "-----BEGIN"; for the path of one write "privateKeyFile"',
			};
};

/** A public key as in a .pub file, or after the names in known_hosts. Its comment and line end are dropped. */
export const readHostKey: ReadLeaf<string> = (value) => {
	const expected = 'the public key of the host, like "ssh-ed25519 AAAA..."';
	if (typeof value !== "string") return { problem: wanted(expected, value) };
	const [, type, base64] =
		/^((?:ssh|ecdsa|sk)-[a-z0-9@.-]+)[ \t]+(AAAA[A-Za-z0-9+/]+={0,2})(?:[ \t][^\n]*)?\s*$/.exec(
			value,
		) ?? [];
	if (type === undefined || base64 === undefined)
		return {
			problem: `this is not a public key; write ${expected}, as in /etc/ssh/ssh_host_ed25519_key.pub on the host`,
		};
	return parsePublicKey(`${type} ${base64}`) !== undefined
		? { value: `${type} ${base64}` }
		: {
				problem: `this is no whole key of type ${type}; copy all of the line, as in /etc/ssh/ssh_host_ed25519_key.pub on the host`,
			};
};
