/** The user of an account of the database engine: `shop@%` -> `shop`. The name of a user may contain an `@`; the name of a host cannot. */
export function userOf(account: string): string {
	return account.slice(0, account.lastIndexOf("@"));
}

/** `shop@%` -> `'shop'@'%'` */
export function quotedAccount(account: string): string {
	const user = userOf(account);
	return `'${user}'@'${account.slice(user.length + 1)}'`;
}
