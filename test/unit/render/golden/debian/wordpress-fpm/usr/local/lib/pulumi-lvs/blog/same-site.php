<?php
// Tests a configuration that names another database than before: is the site of blog there too? Otherwise visitors would find a new one in its
// place. Usage: same-site.php CONFIGURATION BEFORE
mysqli_report(MYSQLI_REPORT_OFF);

/** The connection to the database, by the configuration. */
function way($file) {
	$way = [];
	$text = (string) @file_get_contents($file);
	preg_match_all("/'(?:DB_|db)(host|name|user|password|pw)'\]?\s*[,=]\s*'((?:[^'\\\\]|\\\\.)*)'/i", $text, $found, PREG_SET_ORDER);
	foreach ($found as [, $key, $value]) $way[strtolower($key)] ??= stripslashes($value);
	if ($way !== []) $way['prefix'] = preg_match("/^.table_prefix = '(\w+)'/m", $text, $found) ? $found[1] : 'wp_';
	return $way;
}

/** Whether the site's tables are there; null if the database does not answer. */
function has_site($way) {
	[$host, $port] = explode(':', $way['host'] ?? '') + [1 => 3306];
	$link = mysqli_init();
	$link->options(MYSQLI_OPT_CONNECT_TIMEOUT, 10);
	if (!@$link->real_connect($host, $way['user'] ?? '', $way['password'] ?? $way['pw'] ?? '', $way['name'] ?? '', (int) $port)) return null;
	$tables = $link->query("SHOW TABLES LIKE '" . str_replace('_', '\_', $way['prefix'] . 'options') . "'");
	return $tables ? $tables->num_rows > 0 : null;
}

$before = way($argv[2]);
$now = way($argv[1]);
$same = fn($key) => ($before[$key] ?? '') === ($now[$key] ?? '');
if ($before === [] || ($same('host') && $same('name') && $same('prefix')) || has_site($now) !== false || has_site($before) === false) exit(0);
echo "the site is in tables {$before['prefix']}* of database {$before['name']} at {$before['host']}, and {$now['prefix']}* of {$now['name']} at {$now['host']} has nothing of it: a fresh site would stand in its place. ",
	"Bring the tables there first (mariadb-dump of the one, loaded into the other), then run up again\n";
exit(1);
