/** Names of the eight constants that WordPress signs cookies with. They must be the same on all real servers. */
export const wordPressKeys = [
	"AUTH_KEY",
	"SECURE_AUTH_KEY",
	"LOGGED_IN_KEY",
	"NONCE_KEY",
	"AUTH_SALT",
	"SECURE_AUTH_SALT",
	"LOGGED_IN_SALT",
	"NONCE_SALT",
] as const;

/** `LOGGED_IN_KEY` -> `logged-in-key` */
export function keySecret(key: string): string {
	return key.toLowerCase().replaceAll("_", "-");
}
