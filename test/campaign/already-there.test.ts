import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";

// Web sites on hosts whose web server serves the operator's own already.

describe("a web server that has sites already", () => {
	const lab = sharedLab("labs/03-fwmark");
	const { root, good, lvsctl } = onLab(lab);
	const declare = (sites: string) =>
		writeFileSync(
			join(lab().folder, "index.ts"),
			`import { Website } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
new Website("sites", {
	realServers: { rs1: { host: machines.rs1, address: "172.18.0.67" } },
	sites: ${sites},
});
`,
		);
	const ask = (name: string, path = "/", port = 80) =>
		root(
			"client",
			`curl -sS -m 20 -H 'Host: ${name}' http://172.18.0.67:${port}${path}`,
		);
	const refused = async (pattern: RegExp) => {
		const { exit, stdout, stderr } = await lvsctl("up");
		assert.notEqual(exit, 0);
		assert.match(stdout + stderr, pattern);
		assert.equal(
			await root("rs1", "ls -d /var/lib/pulumi-lvs/* 2>/dev/null || :"),
			"",
		);
	};

	before(() =>
		root(
			"rs1",
			`cd /etc/apache2/sites-enabled
mkdir -p /srv/operator /srv/corp; echo operator >/srv/operator/index.html; echo corp >/srv/corp/index.html
rm -f 000-default.conf
site() { printf '<VirtualHost *:80>\\n%s\\nDocumentRoot %s\\n<Directory %s>\\nRequire all granted\\n</Directory>\\n</VirtualHost>\\n' "$2" "$3" "$3" >$1.conf; }
site 000-default '' /srv/operator
site corp 'ServerName corp.test' /srv/corp
systemctl start apache2`,
		).then(() => undefined),
	);

	test("a site without a name is refused, with theirs by file and line", async () => {
		declare('{ main: { files: { "index.html": "ours" } } }');
		await refused(
			/on port 80 the site \S+ \(\/etc\/apache2\/sites-enabled\/000-default\.conf:1\) answers for all names/,
		);
		assert.equal(await ask("old.test"), "operator");
	});

	test("one with a name stands beside them, and reads its .htaccess", async () => {
		declare(`{
		main: {
			serverName: "www.lab.test",
			files: {
				"index.html": "ours",
				".htaccess": "RewriteEngine on\\nRewriteRule ^pretty$ index.html [L]\\n",
				"data/.htaccess": "Require all denied\\n",
				"data/users.txt": "secret",
			},
		},
		other: { port: 8081, files: { "index.html": "other" } },
	}`);
		await good("up");
		for (const [name, answer] of [
			["www.lab.test", "ours"],
			["old.test", "operator"],
			["172.18.0.67", "operator"],
			["corp.test", "corp"],
		] as const)
			assert.equal(await ask(name), answer, name);
		assert.equal(await ask("any.test", "/", 8081), "other");
		assert.equal(await ask("www.lab.test", "/pretty"), "ours");
		assert.match(await ask("www.lab.test", "/data/users.txt"), /403 Forbidden/);
		assert.doesNotMatch(await good("up"), /updated|created/);
	});

	test("destroy leaves theirs as it was, at work", async () => {
		await good("destroy");
		for (const [name, answer] of [
			["www.lab.test", "operator"],
			["old.test", "operator"],
			["corp.test", "corp"],
		] as const)
			assert.equal(await ask(name), answer, name);
		assert.equal(
			await root(
				"rs1",
				"ss -ltnH 'sport = 8081'; ls /etc/apache2/*/*lvs* 2>/dev/null || :",
			),
			"",
		);
	});

	test("a setting of PHP is in force, or the site stays as it was", async () => {
		const php = (settings: string) =>
			declare(
				`{ main: { serverName: "www.lab.test", php: true, phpSettings: ${settings}, files: { "index.php": "<?php echo ini_get('allow_url_fopen'), '|', ini_get('memory_limit'), '|', ini_set('memory_limit', '70M');" } } }`,
			);
		php('{ memory_limit: "64M", allow_url_fopen: "0" }');
		await good("up");
		// the application may raise what is not the administrator's
		assert.equal(await ask("www.lab.test"), "0|64M|64M");
		for (const [wrong, said] of [
			['{ memory_limt: "64M" }', /PHP 8\.\d knows no setting memory_limt/],
			[
				'{ "mysqlnd.trace_alloc": "x" }',
				/PHP 8\.\d takes mysqlnd\.trace_alloc from php\.ini alone/,
			],
		] as const) {
			php(wrong);
			const { exit, stdout, stderr } = await lvsctl("up");
			assert.notEqual(exit, 0);
			assert.match(stdout + stderr, said);
			assert.equal(await ask("www.lab.test"), "0|64M|64M");
		}
		await good("destroy");
		assert.equal(await ask("corp.test"), "corp");
	});

	test("PHP as a module is refused where they are served by threads", async () => {
		await root(
			"rs1",
			"a2dismod -q 'php*' mpm_prefork >/dev/null 2>&1; a2enmod -q mpm_event http2 >/dev/null 2>&1; systemctl restart apache2",
		);
		declare('{ main: { serverName: "www.lab.test", php: true } }');
		await refused(
			/the web server is at work with mpm_event and HTTP\/2, and PHP as a module needs mpm_prefork/,
		);
		assert.equal(await ask("corp.test"), "corp");
		assert.match(await root("rs1", "apachectl -M 2>/dev/null"), /mpm_event/);
	});

	test("where another program has port 80, the web server could not start: refused, also for a site elsewhere", async () => {
		await root(
			"rs1",
			"systemctl stop apache2; systemd-run -q --unit taken busybox httpd -f -p 80 -h /srv/operator; sleep 1",
		);
		declare('{ main: { port: 8081, serverName: "www.lab.test" } }');
		await refused(
			/another program listens on port 80, and so would the web server, by its own configuration: it could not start/,
		);
		assert.equal(await ask("old.test", "/index.html"), "operator");
	});
});
