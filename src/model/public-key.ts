/** Whether this is the base64 of a public key of the type: parts that each begin with their length, the first of them the type (RFC 4253, 6.6). */
export function isPublicKey(type: string, base64: string): boolean {
	const blob = Buffer.from(base64, "base64");
	const parts = partsOf(blob);
	return (
		parts !== undefined &&
		parts.length > 1 &&
		parts[0]?.toString("latin1") === type &&
		(type !== "ssh-ed25519" || parts[1]?.length === 32)
	);
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
