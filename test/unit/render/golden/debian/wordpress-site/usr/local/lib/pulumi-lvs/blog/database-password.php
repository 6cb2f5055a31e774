<?php
// The password of the database's user. While it is exchanged, former ones still work; when this runs, every real server has the new one.

/** Whether the engine knows that this password is in use everywhere. The first of several passwords is the one that was set last. */
function lvs_password_told(mysqli $link, string $password): bool {
	$grants = $link->query('SHOW GRANTS');
	$shown = $grants ? (string) ($grants->fetch_row()[0] ?? '') : '';
	// an engine that does not show this has one password
	return !preg_match('/[*][0-9A-F]{40}/', $shown, $first) || $first[0] === '*' . strtoupper(sha1(sha1($password, true)));
}

/** Sets it as the only one, which ends the former ones. A process of a web server may run with its former configuration for some more seconds. */
function lvs_tell_password(mysqli $link, string $password): void {
	if (lvs_password_told($link, $password)) return;
	// the engine waits, as an operator's php.ini may take PHP's own function away
	$link->query('DO SLEEP(3)');
	$link->query("SET PASSWORD = PASSWORD('" . $link->real_escape_string($password) . "')");
}
