<?php
// WordPress blog: the same on all real servers. Rendered by pulumi-lvs: changes made here are undone by the next `up`.
define('DB_HOST', '172.18.0.69');
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', '@secret:database-password|php@');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
// for plug-ins of ours: which WordPress of this host this is
define('LVS_SITE', 'blog');
// for db.php in wp-content: where it reads, and for how many seconds a visitor who wrote does not
define('LVS_READS', '172.18.0.71:3306');
define('LVS_OWN_WRITES', 30);
define('WP_CONTENT_DIR', '/var/lib/wordpress/wp-content');
define('WP_HOME', 'http://www.lab.test');
define('WP_SITEURL', 'http://www.lab.test');
// a plug-in installed by the browser would be on one real server only
define('DISALLOW_FILE_MODS', true);
define('WP_AUTO_UPDATE_CORE', false);
// lvs-blog-cron.timer does it, even if nobody visits the site
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTH_KEY', '@secret:auth-key|php@');
define('SECURE_AUTH_KEY', '@secret:secure-auth-key|php@');
define('LOGGED_IN_KEY', '@secret:logged-in-key|php@');
define('NONCE_KEY', '@secret:nonce-key|php@');
define('AUTH_SALT', '@secret:auth-salt|php@');
define('SECURE_AUTH_SALT', '@secret:secure-auth-salt|php@');
define('LOGGED_IN_SALT', '@secret:logged-in-salt|php@');
define('NONCE_SALT', '@secret:nonce-salt|php@');
$table_prefix = 'wp_';
