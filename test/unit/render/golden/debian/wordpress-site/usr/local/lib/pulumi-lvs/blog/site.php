<?php
// The site of WordPress blog. Called by wordpress-site: start | status, each with the administrator's password on
// standard input
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = 'www.lab.test';
$_SERVER['WORDPRESS_CONFIG'] = 'lvs-blog';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['PHP_SELF'] = '/wp-admin/install.php';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
// complaints of WordPress are for people at a terminal, and mean no success
$wp_filter = ['wp_die_handler' => [10 => [['accepted_args' => 1, 'function' => fn() => function ($message) {
	$text = is_wp_error($message) ? $message->get_error_message() : (string) $message;
	fwrite(STDERR, substr(trim(preg_replace('/\s+/', ' ', strip_tags(str_replace('<', ' <', $text)))), 0, 300) . "\n");
	exit(1);
}]]]];
// for a look the database is enough: it takes seconds to read all of WordPress
if ($argv[1] === 'status') define('SHORTINIT', true);
require '/usr/share/wordpress/wp-load.php';
require __DIR__ . '/database-password.php';
// WordPress stores passwords as a form sends them, with a backslash before each quote, and compares them so
$password = addslashes(trim(stream_get_contents(STDIN)));
// the stored values: the configuration overrides the answers of get_option
$stored = fn($option) => $wpdb->get_var("SELECT option_value FROM $wpdb->options WHERE option_name = '$option'");
// where the code answers, and where the site begins, as WordPress reads them: without a slash at the end
$urls = fn() => array_map(fn($option) => rtrim((string) $stored($option), '/'), ['siteurl', 'home']);
$others = fn() => array_unique(array_diff($urls(), ['http://www.lab.test']));
if ($argv[1] === 'status') {
	require_once ABSPATH . WPINC . '/pluggable.php';
	echo 'database=', DB_HOST, ' ', DB_NAME, "\n";
	if (!is_blog_installed()) exit(0);
	echo "installed=yes\n";
	if ((int) $stored('db_version') === $wp_db_version) echo "tables=as the code wants them\n";
	echo 'home=', $others() ? implode(' ', $others()) : 'http://www.lab.test', "\nregistration=", $stored('users_can_register'), "\n";
	$hash = $wpdb->get_var("SELECT user_pass FROM $wpdb->users WHERE user_login = 'admin'");
	if (lvs_password_told($wpdb->dbh, DB_PASSWORD)) echo "password of the database=in use everywhere\n";
	if ($hash) echo "password of admin=", wp_check_password($password, $hash) ? 'as declared' : 'another', "\n";
	exit(0);
}
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', '__return_true');
$administrator = is_blog_installed() ? get_user_by('login', 'admin') : false;
$links = '/%year%/%monthnum%/%day%/%postname%/'; // set here, as WordPress would find it out by asking itself over the network
if (!is_blog_installed()) {
	// those of a site that came with its database: visitors would find an empty one in its place
	$tables = $wpdb->get_col('SHOW TABLES');
	foreach ($tables as $table)
		if (preg_match('/^(\w*)usermeta$/', $table, $other) && in_array("$other[1]options", $tables))
			wp_die("this database has a site of WordPress already, whose tables begin with $other[1]: a fresh one would stand beside it, and visitors would find that. Write tablePrefix: \"$other[1]\"; or, for a fresh site, declare another database for it");
	add_filter('pre_option_permalink_structure', $said = fn() => $links);
	wp_install('www.lab.test', 'admin', 'admin@www.lab.test', false, '', $password);
	remove_filter('pre_option_permalink_structure', $said);
	update_option('permalink_structure', $links);
} elseif (!$administrator) {
	// an address belongs to one user, and the former administrator may have it
	$email = email_exists('admin@www.lab.test') ? '' : 'admin@www.lab.test';
	$made = wp_insert_user(['user_login' => 'admin', 'user_email' => $email, 'user_pass' => $password, 'role' => 'administrator']);
	if (is_wp_error($made)) wp_die($made);
} elseif (!wp_check_password($password, $administrator->user_pass, $administrator->ID))
	wp_set_password($password, $administrator->ID);
if ((int) get_option('db_version') !== $wp_db_version) wp_upgrade();
if ($former = $others()) {
	require __DIR__ . '/move-url.php';
	// one may begin with the other, as where the code lies in a directory of its own
	usort($former, fn($one, $other) => strlen($other) - strlen($one));
	foreach ($former as $each) if ($each !== '') lvs_move_url($each, 'http://www.lab.test');
	// last, as they say that all is moved; and by the table, for the same reason
	foreach (['siteurl', 'home'] as $option) $wpdb->update($wpdb->options, ['option_value' => 'http://www.lab.test'], ['option_name' => $option]);
	wp_cache_flush();
}
update_option('users_can_register', '1');
lvs_tell_password($wpdb->dbh, DB_PASSWORD);
