/** What the answer of a login says of the way in, as advice. Undefined: nothing that is known here. */
export function wayIn(said: string, user: string): string | undefined {
	// cloud-init writes it before the key of root; NONE where the image has no user of its own
	const other = /Please login as the user "([^"]+)"/i.exec(said)?.[1];
	if (other !== undefined && other !== "NONE")
		return `Write user: "${other}" into the connection of this host (on a command line, ${other}@ before its address).`;
	// sudo with requiretty: our commands have no terminal, as their input is a script
	return /must have a tty/i.test(said)
		? `Let it run without a terminal: a file in /etc/sudoers.d with the line "Defaults:${user} !requiretty". Or log in as root.`
		: undefined;
}
