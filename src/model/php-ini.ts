/**
 * Settings that PHP takes from php.ini alone: it reads them when it starts, or only where it is a program of its own. Within a virtual host they are
 * accepted and do nothing: with PHP 8.2 as a module `exec` went on under `php_admin_value disable_functions exec`. From
 * https://www.php.net/manual/en/ini.list.php, and what `ini_get_all` says of opcache.
 */
const ofPhpIniAlone = [
	/^((zend_)?extension(_dir)?|disable_(functions|classes)|expose_php|phar\.cache_list)$/,
	/^(apc|cgi|fastcgi|ffi|user_ini)\./,
	/^opcache\.(blacklist_filename|enable_(cli|file_override)|error_log|file_cache|force_restart|huge_code|interned|jit_(buffer|hot|max_(exit|root|side))|lockfile|log_|max_|memory_|mmap_|opt|preferred|preload|protect|record|restrict|save|use_cwd|validate_(permission|root))/,
];

/**
 * Settings of the mode INI_SYSTEM, which a virtual host may have by `php_admin_value` alone: by `php_value` PHP ignores them in silence. All others
 * stay open to the application (`ini_set`). From the same page, and from `ini_get_all` of PHP 8.2.
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

/** Where PHP takes a setting from. */
export function placeOfSetting(
	name: string,
): "php.ini alone" | "administrators" | "anywhere" {
	if (ofPhpIniAlone.some((each) => each.test(name))) return "php.ini alone";
	return ofAdministrators.has(name) ? "administrators" : "anywhere";
}
