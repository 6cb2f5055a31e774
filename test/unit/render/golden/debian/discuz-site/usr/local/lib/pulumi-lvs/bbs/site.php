<?php
// The forum of Discuz! bbs. Called by discuz-site: empty | do_db_init | do_db_data_init | made | settings | status, each with the
// administrator's password on standard input. Two of them are steps of its own installer.
$lvs_root = '/var/www/lvs-bbs';
$lvs_verb = $argv[1];
foreach (['REMOTE_ADDR' => '127.0.0.1', 'SERVER_ADDR' => '127.0.0.1', 'SERVER_PORT' => '80', 'HTTP_HOST' => 'bbs.lab.test', 'REQUEST_METHOD' => 'GET',
	'HTTP_USER_AGENT' => 'pulumi-lvs', 'REQUEST_URI' => '/'] as $key => $value) $_SERVER[$key] = $value;

$lvs_password = trim(stream_get_contents(STDIN));
require __DIR__ . '/database-password.php';
require "$lvs_root/config/config_global.php";
$at = $_config['db'][1];

if (in_array($lvs_verb, ['status', 'settings', 'empty', 'made'])) {
	mysqli_report(MYSQLI_REPORT_OFF);
	$link = @new mysqli($at['dbhost'], $at['dbuser'], $at['dbpw'], $at['dbname']);
	if ($link->connect_errno) {
		fwrite(STDERR, "$link->connect_error\n");
		exit(1);
	}
	$one = function ($sql) use ($link) {
		$found = $link->query($sql);
		return $found ? ($found->fetch_row()[0] ?? null) : null;
	};
	if ($lvs_verb === 'made') exit($link->query('DROP TABLE IF EXISTS lvs_installing') ? 0 : 1);
	if ($lvs_verb === 'empty') {
		$found = $link->query("SHOW TABLES LIKE 'pre\\_%'");
		if (!$found) {
			fwrite(STDERR, "$link->error\n");
			exit(1);
		}
		// this table shows an installation that was broken off, which only its administrator has used
		$installing = $one("SHOW TABLES LIKE 'lvs\\_installing'") && $one('SELECT COUNT(*) FROM pre_common_member') <= 1;
		if ($found->num_rows && !$installing) {
			echo "tables=there\n";
			exit(1);
		}
		if ($link->query('CREATE TABLE IF NOT EXISTS lvs_installing (since TIMESTAMP)')) exit(0);
		fwrite(STDERR, "$link->error\n");
		exit(1);
	}
	$account = $one("SELECT CONCAT(salt, ' ', password) FROM pre_ucenter_members WHERE username = 'admin'");
	[$salt, $hash] = explode(' ', $account ?? '- -');
	$same = $salt === '' ? password_verify($lvs_password, $hash) : hash_equals($hash, md5(md5($lvs_password) . $salt));
	if ($lvs_verb === 'settings' && !$same)
		$link->query("UPDATE pre_ucenter_members SET salt = '', password = '" . password_hash($lvs_password, PASSWORD_BCRYPT) . "' WHERE username = 'admin'");
}

if ($lvs_verb === 'status') {
	if ($one('SELECT uid FROM pre_common_member WHERE uid = 1') && file_exists('/var/lib/discuz/data/install.lock')) echo "installed=yes\n";
	$guarded = $one("SELECT svalue FROM pre_common_setting WHERE skey = 'regfloodctrl'");
	$fields = $one("SELECT svalue FROM pre_common_setting WHERE skey = 'reginput'");
	if ($account !== null) echo 'password of admin=', $same ? 'as declared' : 'another', "\n";
	if (lvs_password_told($link, $at['dbpw'])) echo "password of the database=in use everywhere\n";
	echo 'guards=', $guarded === '0' && strpos((string) $fields, 'labuser') ? 'off' : 'as they are', "\n";
	exit(0);
}

if ($lvs_verb === 'settings') {
	chdir($lvs_root);
	$_SERVER['PHP_SELF'] = $_SERVER['SCRIPT_NAME'] = '/index.php';
	$_SERVER['SCRIPT_FILENAME'] = "$lvs_root/index.php";
	define('APPTYPEID', 0);
	define('CURSCRIPT', 'cli');
	define('DISABLEXSSCHECK', true);
	require './source/class/class_core.php';
	$discuz = C::app();
	$discuz->init_cron = $discuz->init_session = $discuz->init_user = false;
	$discuz->init();
	require_once libfile('function/cache');
	$rule = C::t('common_setting')->fetch_setting('seccodedata', true);
	foreach ($rule['rule'] ?? [] as $key => $one) $rule['rule'][$key]['allow'] = 0;
	C::t('common_setting')->update_batch([
		'seccodedata' => $rule, 'seccodestatus' => 0, 'floodctrl' => 0, 'regctrl' => 0, 'regfloodctrl' => 0, 'newbiespan' => 0,
		'reginput' => ['username' => 'labuser', 'password' => 'labpass', 'password2' => 'labpass2', 'email' => 'labmail'],
	]);
	updatecache();
	lvs_tell_password($link, $at['dbpw']);
	exit(0);
}

$_GET = ['method' => $lvs_verb, 'view_off' => 1, 'allinfo' => base64_encode(serialize([
	'dbhost' => $at['dbhost'], 'dbuser' => $at['dbuser'], 'dbpw' => $at['dbpw'], 'dbname' => $at['dbname'], 'tablepre' => 'pre_',
	'username' => 'admin', 'password' => $lvs_password, 'email' => 'admin@bbs.lab.test',
	'dzucfull' => true, 'dzucstl' => 1, 'uid' => 1, 'myisam2innodb' => '',
]))];
$_REQUEST = $_GET;
$_SERVER['PHP_SELF'] = $_SERVER['SCRIPT_NAME'] = '/install/index.php';
chdir("$lvs_root/install");
require "$lvs_root/install/index.php";
