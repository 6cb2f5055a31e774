<?php
// The site of WordPress blog. Called by wordpress-site: start | status, each with the administrator's password on
// standard input
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = 'www.lab.test';
$_SERVER['WORDPRESS_CONFIG'] = 'lvs-blog';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['PHP_SELF'] = '/wp-admin/install.php';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
// what WordPress has to complain of is for people who read a terminal, and no success
$wp_filter = ['wp_die_handler' => [10 => [['accepted_args' => 1, 'function' => fn() => function ($message) {
	$text = is_wp_error($message) ? $message->get_error_message() : (string) $message;
	fwrite(STDERR, substr(trim(preg_replace('/\s+/', ' ', strip_tags(str_replace('<', ' <', $text)))), 0, 300) . "\n");
	exit(1);
}]]]];
require '/usr/share/wordpress/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
$password = trim(stream_get_contents(STDIN));
$administrator = is_blog_installed() ? get_user_by('login', 'admin') : false;
if ($argv[1] === 'start') {
	add_filter('pre_wp_mail', '__return_true');
	if (!is_blog_installed())
		wp_install('www.lab.test', 'admin', 'admin@www.lab.test', false, '', wp_slash($password));
	elseif (!$administrator)
		wp_insert_user(['user_login' => 'admin', 'user_email' => 'admin@www.lab.test', 'user_pass' => wp_slash($password), 'role' => 'administrator']);
	elseif (!wp_check_password($password, $administrator->user_pass, $administrator->ID))
		wp_set_password($password, $administrator->ID);
	if ((int) get_option('db_version') !== $wp_db_version) wp_upgrade();
	update_option('siteurl', 'http://www.lab.test');
	update_option('home', 'http://www.lab.test');
	update_option('users_can_register', '1');
} elseif (is_blog_installed()) {
	global $wpdb; // as they are stored: the configuration overrides what get_option says
	echo "installed=yes\n";
	if ((int) get_option('db_version') === $wp_db_version) echo "tables=as the code wants them\n";
	foreach (['home' => 'home', 'users_can_register' => 'registration'] as $option => $condition)
		echo "$condition=", $wpdb->get_var("SELECT option_value FROM $wpdb->options WHERE option_name = '$option'"), "\n";
	if ($administrator)
		echo "password of admin=", wp_check_password($password, $administrator->user_pass, $administrator->ID) ? 'as declared' : 'another', "\n";
}
