import { createHash } from "node:crypto";
import type { PublicKey } from "../model/public-key.ts";

/** The expected keys of the host, from `hostKey` or from a known_hosts file. */
export interface ExpectedKeys {
	/** A host that shows any of these keys is the right one. */
	readonly accepted: readonly PublicKey[];
	/** Keys that are refused in any case (`@revoked`), also where they are accepted above. */
	readonly revoked: readonly PublicKey[];
	/** How many lines name an authority whose certificate the host may show (`@cert-authority`). They are not used. */
	readonly authorities: number;
	/** Where the expected keys come from: "hostKey", or the path of a known_hosts file. */
	readonly source: string;
}

/** How the key that a host has shown relates to the expected ones. */
export type KeyStanding = "expected" | "unknown" | "changed" | "revoked";

/** The fingerprint `SHA256:…`, as ssh-keygen -l prints it. */
export function fingerprint(key: PublicKey): string {
	const digest = createHash("sha256").update(key.blob).digest("base64");
	return `SHA256:${digest.replace(/=+$/, "")}`;
}

/** How messages name a key: its fingerprint and, in brackets, its type. */
export function showKey(key: PublicKey): string {
	return `${fingerprint(key)} (${key.type})`;
}

/** The key as a `.pub` file has it: `type base64`. */
export function formatPublicKey(key: PublicKey): string {
	return `${key.type} ${key.blob.toString("base64")}`;
}

/** Compares the key that the host has proven to hold with the expected keys. */
export function judgeHostKey(
	seen: PublicKey,
	expected: ExpectedKeys,
): KeyStanding {
	const same = (key: PublicKey) => key.blob.equals(seen.blob);
	if (expected.revoked.some(same)) return "revoked";
	if (expected.accepted.some(same)) return "expected";
	return expected.accepted.length === 0 ? "unknown" : "changed";
}

/** The names of the signature algorithms for a type of key, strongest first. An RSA key signs with either hash (RFC 8332). */
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
 * The host key algorithms to offer. Those of the expected keys come first, so that a host with several keys shows the one we
 * know. The others follow only so that a host without that key can show another one, which the error then names.
 */
export function hostKeyAlgorithms(expected: ExpectedKeys): string[] {
	const known = expected.accepted.flatMap(({ type }) =>
		signatureAlgorithms(type),
	);
	return [...new Set([...known, ...offered])].filter((algorithm) =>
		offered.includes(algorithm),
	);
}
