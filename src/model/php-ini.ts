/**
 * Settings that PHP takes only from php.ini: it reads them when it starts, or only if it is a program of its own. Within a virtual host they are accepted and
 * have no effect: with PHP 8.2 as a module `exec` still ran under `php_admin_value disable_functions exec`. From https://www.php.net/manual/en/ini.list.php,
 * and from `ini_get_all` for opcache.
 */
const ofPhpIniAlone = [
	/^((zend_)?extension(_dir)?|disable_(functions|classes)|expose_php|phar\.cache_list)$/,
	/^(apc|cgi|fastcgi|ffi|user_ini)\./,
	/^opcache\.(blacklist_filename|enable_(cli|file_override)|error_log|file_cache|force_restart|huge_code|interned|jit_(buffer|hot|max_(exit|root|side))|lockfile|log_|max_|memory_|mmap_|opt|preferred|preload|protect|record|restrict|save|use_cwd|validate_(permission|root))/,
];

/**
 * Settings of the mode INI_SYSTEM, which a virtual host can only set by `php_admin_value`: PHP silently ignores them in `php_value`. The application can change
 * all others (`ini_set`). From the same page, and from `ini_get_all` of PHP 8.2.
 */
const ofAdministrators = new Set([
	"allow_url_fopen",
	"allow_url_include",
	"browscap",
	"curl.cainfo",
	"enable_dl",
	"file_uploads",
	"hard_timeout",
	"mysqli.allow_local_infile",
	"mysqli.allow_persistent",
	"mysqli.local_infile_directory",
	"mysqli.max_links",
	"mysqli.max_persistent",
	"mysqli.rollback_on_cached_plink",
	"pdo_mysql.default_socket",
	"realpath_cache_size",
	"realpath_cache_ttl",
	"sendmail_path",
	"sys_temp_dir",
	"syslog.facility",
	"syslog.ident",
	"upload_tmp_dir",
]);

/** From where PHP takes a setting. */
export function placeOfSetting(
	name: string,
): "php.ini alone" | "administrators" | "anywhere" {
	if (ofPhpIniAlone.some((each) => each.test(name))) return "php.ini alone";
	return ofAdministrators.has(name) ? "administrators" : "anywhere";
}
