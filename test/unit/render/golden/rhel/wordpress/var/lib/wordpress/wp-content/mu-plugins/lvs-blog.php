<?php
/* Plugin Name: registration with a password (pulumi-lvs; for labs: nobody proves who they are) */
if (!defined('LVS_SITE') || LVS_SITE !== 'blog') return; // another WordPress of this host
add_filter('registration_errors', function ($errors) {
	if (isset($_POST['user_pass'])) $errors->remove('empty_email');
	return $errors;
});
add_action('user_register', function ($id) {
	// with the backslashes of a form, as WordPress compares it
	if (!empty($_POST['user_pass'])) wp_set_password($_POST['user_pass'], $id);
}, 99);
add_filter('wp_send_new_user_notification_to_admin', '__return_false');
add_filter('wp_send_new_user_notification_to_user', '__return_false');
