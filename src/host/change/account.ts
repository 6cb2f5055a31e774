/** The user of an account of the database engine: `shop@%` -> `shop`. Names of users may have an `@`, those of hosts have none. */
export function userOf(account: string): string {
	return account.slice(0, account.lastIndexOf("@"));
}

/** `shop@%` -> `'shop'@'%'` */
export function quotedAccount(account: string): string {
	const user = userOf(account);
	return `'${user}'@'${account.slice(user.length + 1)}'`;
}
