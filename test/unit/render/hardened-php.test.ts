import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

// Operators take functions away from PHP by `disable_functions`, often for programs too. PHP ends a page that calls one.

const templates = join(import.meta.dirname, "../../../templates");
/** Those that usual lists have. */
const taken =
	/(?<![>:\w$])(?:exec|passthru|shell_exec|system|proc_\w+|popen|pcntl_\w+|posix_\w+|syslog|openlog|ini_set|ini_alter|putenv|sleep|usleep|set_time_limit|mail|dl|symlink|link|chown|chgrp|fsockopen|pfsockopen|stream_socket_\w+|phpinfo|php_uname|getmypid|highlight_file|show_source|parse_ini_file|error_log|escapeshell\w+)\(/;

for (const file of readdirSync(templates, {
	recursive: true,
	encoding: "utf8",
}).filter((name) => /\.php\.hbs$/.test(name)))
	test(`${file} calls no function that a hardened php.ini takes away, without a look whether it is there`, () => {
		// it is started without that list
		if (file.endsWith("/cron.php.hbs")) return;
		assert.deepEqual(
			readFileSync(join(templates, file), "utf8")
				.split("\n")
				.filter(
					(line) => taken.test(line) && !line.includes("function_exists("),
				),
			[],
		);
	});
