<?php
// The password of the database's user. While one is exchanged, former ones are let in too; by now every real server has the new one.

/** Whether the engine was told that this password is in use everywhere. What a user sets is the first of several. */
function lvs_password_told(mysqli $link, string $password): bool {
	$grants = $link->query('SHOW GRANTS');
	$shown = $grants ? (string) ($grants->fetch_row()[0] ?? '') : '';
	// an engine that does not show it knows one
	return !preg_match('/[*][0-9A-F]{40}/', $shown, $first) || $first[0] === '*' . strtoupper(sha1(sha1($password, true)));
}

/** Tells it, which ends the former one. A process of a web server may go on with the code of its former configuration for some seconds. */
function lvs_tell_password(mysqli $link, string $password): void {
	if (lvs_password_told($link, $password)) return;
	sleep(3);
	$link->query("SET PASSWORD = PASSWORD('" . $link->real_escape_string($password) . "')");
}
