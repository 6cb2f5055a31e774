/** Whether a private key needs a passphrase: in PEM, PuTTY's format and OpenSSH's, which names its cipher first (PROTOCOL.key). */
export function isEncrypted(key: string): boolean {
	if (
		/^(-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED|Encryption: (?!none))/m.test(
			key,
		)
	)
		return true;
	const [, body = ""] =
		/-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)/.exec(key) ?? [];
	const blob = Buffer.from(body, "base64");
	const magic = "openssh-key-v1\0";
	const cipher = magic.length + 4;
	return (
		blob.toString("latin1", 0, magic.length) === magic &&
		blob.toString("latin1", cipher, cipher + 4) !== "none"
	);
}

/** The message for such a key. @param file where it lies, as the user wrote it */
export function encryptedAdvice(file?: string): string {
	return `is encrypted, and nobody is asked for its passphrase; load it into an SSH agent (ssh-add${file === undefined ? "" : ` ${file}`}) and write agent: true, or take a key without one`;
}
