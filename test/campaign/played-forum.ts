import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What our scripts use of Discuz!, which may not be part of this project: the steps of its installer, which drop each table before they make it. */
const code: Readonly<Record<string, string>> = {
	"index.php": "<?php echo 'forum';",
	"data/index.htm": "",
	"config/config_global_default.php": "<?php $_config = ['db' => [1 => []]];",
	"source/class/class_core.php": `<?php
class C {
	static function app() { return new C; }
	static function t($table) { return new C; }
	function init() {}
	function fetch_setting() { return []; }
	function update_batch() {}
}
function libfile($name) { return __DIR__ . '/function.php'; }
`,
	"source/class/function.php": "<?php function updatecache() {}",
	"install/index.php": `<?php
$given = unserialize(base64_decode($_GET['allinfo']));
$link = new mysqli($given['dbhost'], $given['dbuser'], $given['dbpw'], $given['dbname']);
if ($_GET['method'] === 'do_db_init') {
	foreach ([
		'pre_common_member' => 'uid INT', 'pre_common_setting' => 'skey VARCHAR(99), svalue TEXT', 'pre_forum_thread' => 'subject VARCHAR(99)',
		'pre_ucenter_members' => 'username VARCHAR(99), salt VARCHAR(9), password VARCHAR(255)',
	] as $table => $columns) {
		$link->query("DROP TABLE IF EXISTS $table");
		$link->query("CREATE TABLE $table ($columns)");
	}
} else {
	$link->query('INSERT INTO pre_common_member VALUES (1)');
	$link->query("INSERT INTO pre_ucenter_members VALUES ('$given[username]', '', '" . password_hash($given['password'], PASSWORD_BCRYPT) . "')");
}
`,
};

/** Makes the archive in a folder. */
export function playedForum(folder: string): {
	readonly path: string;
	readonly sha256: string;
} {
	for (const [name, text] of Object.entries(code)) {
		const file = join(folder, "forum/upload", name);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
	}
	const path = join(folder, "forum.tar.gz");
	execFileSync("tar", ["-czf", path, "-C", join(folder, "forum"), "upload"]);
	const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
	return { path, sha256 };
}
