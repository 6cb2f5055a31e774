import { createHmac } from "node:crypto";
import { defaults } from "../model/defaults.ts";
import { type PublicKey, parsePublicKey } from "../model/public-key.ts";
import type { ExpectedKeys } from "./host-key.ts";

/**
 * The entries of a known_hosts file for a host, read by the rules of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT": plain names, `*` and `?`, `!` for "not this one",
 * `[name]:port`, hashed names, `@revoked`. We only count `@cert-authority` lines, and skip lines that cannot be read. (We do not use the npm package known_hosts, as it
 * knows no port, no wildcard and no @revoked.)
 */
export function lookUpKnownHosts(
	text: string,
	host: { readonly address: string; readonly port: number },
	source: string,
): ExpectedKeys {
	const name = knownHostsName(host);
	const accepted: PublicKey[] = [];
	const revoked: PublicKey[] = [];
	let authorities = 0;
	for (const line of text.split(/\r?\n/)) {
		const fields = line.trim().split(/\s+/);
		const marker = fields[0]?.startsWith("@") ? fields.shift() : undefined;
		const [names, ...rest] = fields;
		if (names === undefined || names === "" || names.startsWith("#")) continue;
		if (!matches(names, name)) continue;
		const key = parsePublicKey(rest.join(" "));
		if (key === undefined) continue;
		if (marker === undefined) accepted.push(key);
		else if (marker === "@revoked") revoked.push(key);
		else if (marker === "@cert-authority") authorities++;
	}
	return { accepted, revoked, authorities, source };
}

/** The name under which ssh files a host: the address alone for port 22, else `[address]:port`. */
export function knownHostsName(host: {
	readonly address: string;
	readonly port: number;
}): string {
	const address = host.address.toLowerCase();
	return host.port === defaults.sshPort ? address : `[${address}]:${host.port}`;
}

function matches(names: string, name: string): boolean {
	if (names.startsWith("|1|")) return matchesHash(names, name);
	const patterns = names.split(",");
	const hit = (pattern: string) => wildcard(pattern).test(name);
	if (patterns.some((p) => p.startsWith("!") && hit(p.slice(1)))) return false;
	return patterns.some(hit);
}

function wildcard(pattern: string): RegExp {
	const literal = pattern.replace(/[.+^${}()|[\]\\/-]/g, "\\$&");
	const source = literal.replaceAll("*", ".*").replaceAll("?", ".");
	return new RegExp(`^${source}$`, "i");
}

/** Whether the name matches `|1|salt|hash`, both in base64: HMAC-SHA1 of the name under the salt. */
function matchesHash(hashed: string, name: string): boolean {
	const [, , salt, hash] = hashed.split("|");
	if (salt === undefined || hash === undefined) return false;
	const key = Buffer.from(salt, "base64");
	return createHmac("sha1", key).update(name).digest("base64") === hash;
}
