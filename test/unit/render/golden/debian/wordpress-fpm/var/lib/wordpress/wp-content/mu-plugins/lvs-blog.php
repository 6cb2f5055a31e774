<?php
/* Plugin Name: registration with a password (pulumi-lvs; for labs: nobody proves who they are) */
add_filter('registration_errors', function ($errors) {
	if (isset($_POST['user_pass'])) $errors->remove('empty_email');
	return $errors;
});
add_action('user_register', function ($id) {
	if (!empty($_POST['user_pass'])) wp_set_password(wp_unslash($_POST['user_pass']), $id);
}, 99);
add_filter('wp_send_new_user_notification_to_admin', '__return_false');
add_filter('wp_send_new_user_notification_to_user', '__return_false');
