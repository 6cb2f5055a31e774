import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { shells } from "./fake-kernel.ts";
import { renderedByFpm } from "./rendered.ts";

const files = renderedByFpm().get("website-fpm")?.files ?? {};
const content = (path: string) => files[path]?.content ?? "";

test("each site with PHP has a pool with its own settings, and the sites meet nowhere", () => {
	const [, main = "", shop = ""] = content(
		"/etc/pulumi-lvs/sites-php.conf",
	).split(/^\[(?:main|shop)\]$/m);
	assert.match(main, /^php_admin_value\[allow_url_fopen\] = "0"$/m);
	assert.match(main, /^php_value\[session\.save_handler\] = "redis"$/m);
	assert.doesNotMatch(shop, /session|allow_url_fopen/);
	for (const pool of [main, shop]) {
		assert.match(pool, /^pm\.max_children = 40$/m);
		assert.match(pool, /^php_value\[memory_limit\] = "64M"$/m);
	}
	const sockets = [main, shop].map((pool) => /listen = (.*)/.exec(pool)?.[1]);
	const [first, second] = [
		"/etc/apache2/sites-enabled/zz-lvs-site-sites.conf",
		"/etc/apache2/conf-enabled/lvs-site-sites.conf",
	].map((path) => /proxy:unix:([^|]*)/.exec(content(path))?.[1]);
	assert.deepEqual(sockets, [first, second]);
	assert.notEqual(first, second);
});

test("the password of a session store is for root alone", () => {
	const { mode, owner } = files["/etc/pulumi-lvs/sites-php.conf"] ?? {};
	assert.deepEqual([mode, owner], ["600", "root:root"]);
	for (const [path, file] of Object.entries(files))
		if (path !== "/etc/pulumi-lvs/sites-php.conf")
			assert.doesNotMatch(file.content, /@secret:/, path);
});

suite("the version of PHP", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-php-fpm-"));
	after(() => rmSync(home, { recursive: true }));
	const script = content("/usr/local/lib/pulumi-lvs/sites/php-fpm");

	// the dependencies of the metapackage, of Debian 12, of Ubuntu 24.04, and with an alternative
	for (const [depends, version] of [
		["php8.2-fpm", "8.2"],
		["php8.3-fpm", "8.3"],
		["php8.10-fpm (>= 8.10.1) | php-fpm-none", "8.10"],
	] as const)
		for (const [shell, ...options] of shells)
			test(`is that of the metapackage, by ${shell}: ${depends}`, () => {
				writeFileSync(
					join(home, "dpkg-query"),
					`#!/bin/sh\n[ "$*" = '-W -f \${Depends}\\n php-fpm' ] && echo '${depends}'\n`,
					{ mode: 0o755 },
				);
				const { stdout } = spawnSync(shell, [...options, "-s", "version"], {
					input: script,
					encoding: "utf8",
					env: { PATH: `${home}:${process.env.PATH}` },
				});
				assert.equal(stdout, `${version}\n`);
			});
});
