<?php
// The scheduled tasks of WordPress blog, run by lvs-blog-cron.timer on each real server. A lock in the database lets one of them do the work.
$_SERVER['HTTP_HOST'] = 'www.lab.test';
$_SERVER['REQUEST_URI'] = '/wp-cron.php';
$_SERVER['WORDPRESS_CONFIG'] = 'lvs-blog';
if (($argv[1] ?? '') === 'run') {
	require '/usr/share/wordpress/wp-cron.php';
	exit;
}
// for a look the database is enough: it takes seconds to read all of WordPress
define('SHORTINIT', true);
require '/usr/share/wordpress/wp-load.php';
// the server ends the lock with this connection, whatever happens to us
[$lock, $now] = array_map('intval', (array) $wpdb->get_row("SELECT GET_LOCK('lvs-cron-blog', 0), UNIX_TIMESTAMP()", ARRAY_N)) + [0, 0];
if ($lock !== 1) exit;
// read with the lock: the former holder has done its work
$times = array_filter(array_keys((array) unserialize((string) $wpdb->get_var("SELECT option_value FROM $wpdb->options WHERE option_name = 'cron'"), ['allowed_classes' => false])), 'is_int');
if ($times === [] || min($times) > time()) exit;
// WordPress asks the clock of this machine which tasks are due. A clock that is behind does nothing too early
if (time() - $now > 60) {
	echo '<4>the clock of this machine is ', time() - $now, " s ahead of the database's: what WordPress blog has to do is left to the other real servers, ",
		"as articles would appear too early; set the wrong clock right (timedatectl set-ntp true)\n";
	exit;
}
passthru(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__FILE__) . ' run', $exit);
exit($exit);
