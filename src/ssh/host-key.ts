import { createHash } from "node:crypto";

/** A public key as the SSH wire carries it. */
export interface PublicKey {
	/** e.g. `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256`. */
	readonly type: string;
	readonly blob: Buffer;
}

/** What is expected of the host, from `hostKey` or from a known_hosts file. */
export interface ExpectedKeys {
	/** Any of these is the host. */
	readonly accepted: readonly PublicKey[];
	/** Never any of these (`@revoked`), accepted or not. */
	readonly revoked: readonly PublicKey[];
	/** Where the expectation stands, e.g. "hostKey" or the path of a known_hosts file. */
	readonly source: string;
}

export type Verdict = "expected" | "unknown" | "changed" | "revoked";

/** `SHA256:…` as ssh-keygen -l prints it. */
export function fingerprint(key: PublicKey): string {
	const digest = createHash("sha256").update(key.blob).digest("base64");
	return `SHA256:${digest.replace(/=+$/, "")}`;
}

/** `type base64` of a `.pub` file or known_hosts line, a comment after it allowed; undefined if it is no public key. */
export function parsePublicKey(text: string): PublicKey | undefined {
	const [type, encoded] = text.trim().split(/\s+/);
	if (type === undefined || encoded === undefined) return undefined;
	const key = publicKeyOf(Buffer.from(encoded, "base64"));
	return key?.type === type ? key : undefined;
}

/** The key in a blob of the wire format, whose first string is its type (RFC 4253, 6.6). */
export function publicKeyOf(blob: Buffer): PublicKey | undefined {
	if (blob.length < 5) return undefined;
	const end = 4 + blob.readUInt32BE(0);
	return end < blob.length
		? { type: blob.toString("latin1", 4, end), blob }
		: undefined;
}

/** Is the key that the host proved to hold the one that was expected? */
export function judgeHostKey(seen: PublicKey, expected: ExpectedKeys): Verdict {
	const same = (key: PublicKey) => key.blob.equals(seen.blob);
	if (expected.revoked.some(same)) return "revoked";
	if (expected.accepted.some(same)) return "expected";
	return expected.accepted.length === 0 ? "unknown" : "changed";
}

/** A key type's names as signature algorithms, strongest first (an RSA key signs with either hash: RFC 8332). */
function signatureAlgorithms(type: string): string[] {
	return type === "ssh-rsa"
		? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"]
		: [type];
}

// Every host key algorithm of ssh2 1.17 except ssh-dss.
const offered = [
	"ssh-ed25519",
	"ecdsa-sha2-nistp256",
	"ecdsa-sha2-nistp384",
	"ecdsa-sha2-nistp521",
	...signatureAlgorithms("ssh-rsa"),
];

/**
 * Host key algorithms to offer: those of the expected keys first, so that a host with several keys shows the one we know.
 * The others follow only so that a host without it can show what it has, and the error can name that key.
 */
export function hostKeyAlgorithms(expected: ExpectedKeys): string[] {
	const known = expected.accepted.flatMap(({ type }) =>
		signatureAlgorithms(type),
	);
	return [...new Set([...known, ...offered])].filter((algorithm) =>
		offered.includes(algorithm),
	);
}
