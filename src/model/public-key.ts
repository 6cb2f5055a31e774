/** A public key as the SSH wire carries it: parts that each begin with their length, the first of them the type (RFC 4253, 6.6). */
export interface PublicKey {
	/** e.g. `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256`. */
	readonly type: string;
	readonly blob: Buffer;
}

/** Reads `type base64` of a `.pub` file or a known_hosts line. A comment may follow. Undefined if the text is no whole public key. */
export function parsePublicKey(text: string): PublicKey | undefined {
	const [type, encoded] = text.trim().split(/\s+/);
	if (type === undefined || encoded === undefined) return undefined;
	const key = publicKeyOf(Buffer.from(encoded, "base64"));
	return key?.type === type ? key : undefined;
}

/** Undefined if these bytes are no whole public key. */
export function publicKeyOf(blob: Buffer): PublicKey | undefined {
	const [type, first, ...others] = partsOf(blob) ?? [];
	if (type === undefined || first === undefined) return undefined;
	const key = { type: type.toString("latin1"), blob };
	return key.type !== "ssh-ed25519" ||
		(first.length === 32 && others.length === 0)
		? key
		: undefined;
}

/** Undefined where the bytes do not end with the last part, as when a key was cut off. */
function partsOf(blob: Buffer): Buffer[] | undefined {
	const parts: Buffer[] = [];
	let at = 0;
	while (at + 4 <= blob.length) {
		const end = at + 4 + blob.readUInt32BE(at);
		parts.push(blob.subarray(at + 4, end));
		at = end;
	}
	return at === blob.length ? parts : undefined;
}
