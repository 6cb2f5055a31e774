<?php
// The site of WordPress blog. Called by wordpress-site: start (the administrator's password on standard input) | status
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = 'www.lab.test';
$_SERVER['WORDPRESS_CONFIG'] = 'lvs-blog';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['PHP_SELF'] = '/wp-admin/install.php';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require '/usr/share/wordpress/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
if ($argv[1] === 'start') {
	$password = trim(stream_get_contents(STDIN));
	add_filter('pre_wp_mail', '__return_true');
	if (!is_blog_installed())
		wp_install('www.lab.test', 'admin', 'admin@www.lab.test', false, '', wp_slash($password));
	update_option('siteurl', 'http://www.lab.test');
	update_option('home', 'http://www.lab.test');
	update_option('users_can_register', '1');
} elseif (is_blog_installed()) {
	global $wpdb; // as they are stored: the configuration overrides what get_option says
	echo "installed=yes\n";
	foreach (['home' => 'home', 'users_can_register' => 'registration'] as $option => $condition)
		echo "$condition=", $wpdb->get_var("SELECT option_value FROM $wpdb->options WHERE option_name = '$option'"), "\n";
}
