import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, suite, test } from "node:test";
import { renderWordPress } from "../../../src/render/wordpress.ts";
import { blog } from "./beside.ts";

const { files } = renderWordPress(blog, {
	realServer: "rs1",
	uploads: "storage",
});
const text = files["/usr/local/lib/pulumi-lvs/blog/cron.php"]?.content ?? "";

test("the clock of the database is read with the lock, before anything is done", () => {
	const [look = "", more] = text.split("passthru(");
	assert.ok(more !== undefined);
	assert.match(
		look,
		/"SELECT GET_LOCK\('lvs-cron-blog', 0\), UNIX_TIMESTAMP\(\)"/,
	);
	assert.match(look, /time\(\) - \$now > 60[\s\S]*exit;/);
});

/** What php.ini takes away on a hardened machine, for programs too. */
const hardened =
	"exec,passthru,shell_exec,system,proc_open,popen,syslog,ini_set,sleep,escapeshellarg";

test("a list of functions that nobody may call does not hold for what starts WordPress, and a failure is told", () => {
	const service =
		files["/etc/systemd/system/lvs-blog-cron.service"]?.content ?? "";
	assert.match(
		service,
		/^ExecStart=\/usr\/bin\/php -d disable_functions= \/usr\/local\/lib\/pulumi-lvs\/blog\/cron\.php$/m,
	);
	assert.match(service, /^SyslogLevel=warning$/m);
	// WordPress itself keeps it
	assert.ok(!text.includes("disable_functions"));
});

const php = spawnSync("php", ["-v"]).status === 0;

suite("a real server that has something to do", {
	skip: php ? false : "no PHP here",
}, () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-cron-"));
	const log = join(home, "log");
	after(() => rmSync(home, { recursive: true }));
	beforeEach(() => writeFileSync(log, ""));
	const root = /require '(.*)\/wp-load\.php'/.exec(text)?.[1] ?? "";
	writeFileSync(join(home, "cron.php"), text.replaceAll(root, home));
	writeFileSync(
		join(home, "wp-cron.php"),
		`<?php file_put_contents('${log}', 'done');`,
	);
	/**
	 * What it did and said.
	 *
	 * @param ahead seconds by which its clock is ahead of the database's.
	 */
	const run = (
		ahead: number,
		due: number,
		lock = 1,
		...options: readonly string[]
	) => {
		writeFileSync(
			join(home, "wp-load.php"),
			`<?php
define('ARRAY_N', 'ARRAY_N');
$wpdb = new class {
	public $options = 'wp_options';
	function get_row($query, $as) { return $query === "SELECT GET_LOCK('lvs-cron-blog', 0), UNIX_TIMESTAMP()" ? ['${lock}', (string) (time() - ${ahead})] : null; }
	function get_var($query) { return str_contains($query, 'GET_LOCK') ? '${lock}' : serialize([time() + ${due} => [], 'version' => 2]); }
};`,
		);
		const { status, stdout, stderr } = spawnSync(
			"php",
			[...options, join(home, "cron.php")],
			{ encoding: "utf8" },
		);
		assert.equal(status, 0, stderr);
		return [readFileSync(log, "utf8"), stdout, stderr].join("");
	};

	test("does it", () => {
		assert.equal(run(0, -5), "done");
		assert.equal(run(50, -5), "done");
	});

	test("does it where php.ini takes functions away", () => {
		const scan = join(home, "php.d");
		mkdirSync(scan);
		writeFileSync(join(scan, "99.ini"), `disable_functions=${hardened}\n`);
		process.env.PHP_INI_SCAN_DIR = `:${scan}`;
		try {
			assert.equal(run(0, -5, 1, "-d", "disable_functions="), "done");
		} finally {
			delete process.env.PHP_INI_SCAN_DIR;
		}
	});

	test("leaves it where another one has the lock, or it is not yet time", () => {
		assert.equal(run(0, -5, 0), "");
		assert.equal(run(0, 60), "");
		assert.equal(run(86_400, 60), "");
	});

	test("leaves it to the others where its clock is ahead, with a line for the journal", () => {
		assert.equal(
			run(259_200, -5),
			"<4>the clock of this machine is 259200 s ahead of the database's: what WordPress blog has to do is left to the other real servers, as articles would appear too early; set the wrong clock right (timedatectl set-ntp true)\n",
		);
	});

	test("does it where its clock is behind: what is due by it is due for all", () => {
		assert.equal(run(-259_200, -5), "done");
	});
});
