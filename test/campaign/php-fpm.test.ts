import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";
import { snapshot } from "../lab/snapshot.ts";

// PHP by php-fpm where the operator's Apache serves by threads and HTTP/2, and has never had a module of PHP. The packages come from a source in
// the lab's image, by the package manager.

describe("PHP by php-fpm", () => {
	const lab = sharedLab("labs/03-fwmark");
	const { root, good, lvsctl } = onLab(lab);
	const program = (text: string) =>
		writeFileSync(
			join(lab().folder, "index.ts"),
			`import { Database, SessionStore, Website, WordPress } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
const realServers = { rs1: { host: machines.rs1, address: "172.18.0.67" } };
const server = { host: machines.rs2, address: "172.18.0.68" };
${text}
`,
		);
	const page = `<?php session_start(); $_SESSION["n"] = ($_SESSION["n"] ?? 0) + 1;
echo PHP_SAPI, "|", posix_getpwuid(posix_geteuid())["name"], "|", ini_get("memory_limit"), "|", ini_get("session.save_handler"), "|", $_SESSION["n"], "|", $_SERVER["PHP_AUTH_USER"] ?? "nobody";`;
	const sites = (php: string, settings = '{ memory_limit: "64M" }') =>
		program(`const sessions = new SessionStore("sessions", { server, type: "redis" });
new Website("sites", {
	realServers,
	sites: { main: { serverName: "www.lab.test", php: true, sessions, phpSettings: ${settings}, files: { "index.php": ${JSON.stringify(page)} } } },
	php: ${php},
}, { dependsOn: sessions });`);
	const ask = (name: string, path = "/", more = "") =>
		root(
			"client",
			`curl -sS -m 60 ${more} -H 'Host: ${name}' 'http://172.18.0.67${path}'`,
		);
	const twice = (name: string) =>
		root(
			"client",
			`rm -f /tmp/jar; for i in 1 2; do curl -sS -m 60 -u bob:x -c /tmp/jar -b /tmp/jar -H 'Host: ${name}' http://172.18.0.67/; echo; done`,
		);
	/** How the web server works, and what of it lies on the disk that is not ours. */
	const theirs = () =>
		root(
			"rs1",
			"apachectl -M 2>/dev/null | sort | grep -v 'proxy\\|headers'; find /etc/apache2 -xdev '(' -type f -o -type l ')' ! -name '*lvs*' ! -name 'php*-fpm.conf' -printf '%p %l\\n' | sort; find /etc/apache2 -type f ! -name '*lvs*' ! -name 'php*-fpm.conf' -exec sha256sum {} + | sort -k 2; pidof -s apache2 >/dev/null && ps -o lstart= -p $(systemctl show -p MainPID --value apache2)",
		);
	const module = () =>
		root(
			"rs1",
			`dpkg-query -W -f '\${Package} \${db:Status-Status}\\n' 'libapache2-mod-php*' 2>/dev/null | grep ' installed' || :`,
		);
	/** Asks a site, four times a second, while something is done. @returns the answers that were not 200. */
	const meanwhile = async (name: string, work: () => Promise<unknown>) => {
		await root(
			"rs1",
			`rm -f /run/codes; systemd-run -q --unit asking sh -c 'while sleep 0.25; do curl -s -m 20 -o /dev/null -w "%{http_code}\\n" -H "Host: ${name}" http://127.0.0.1/ >>/run/codes; done'`,
		);
		try {
			await work();
		} finally {
			await root("rs1", "systemctl stop asking");
		}
		const codes = (await root("rs1", "cat /run/codes")).split("\n");
		assert.ok(codes.length > 5, codes.join(" "));
		return codes.filter((code) => code !== "200");
	};
	let apache = "";
	let found = "";

	before(async () => {
		await root(
			"rs1",
			`export DEBIAN_FRONTEND=noninteractive
dpkg --purge --force-depends libapache2-mod-php libapache2-mod-php8.2 wordpress >/dev/null 2>&1
rm -rf /etc/php/8.2/apache2 /etc/apache2/sites-enabled/000-default.conf
mkdir -p /srv/corp; echo corp >/srv/corp/index.html
printf '<VirtualHost *:80>\\nServerName corp.test\\nDocumentRoot /srv/corp\\n<Directory /srv/corp>\\nRequire all granted\\n</Directory>\\n</VirtualHost>\\n' >/etc/apache2/sites-enabled/corp.conf
echo 'Protocols h2c http/1.1' >/etc/apache2/conf-enabled/h2.conf
a2dismod -q mpm_prefork >/dev/null; a2enmod -q mpm_event http2 >/dev/null
systemctl start apache2`,
		);
		apache = await theirs();
		found = await root("rs1", snapshot);
		assert.match(apache, /mpm_event/);
		assert.equal(await module(), "");
	});

	test("as a module it is refused, and the way out is named", async () => {
		sites("{}");
		const { exit, stdout, stderr } = await lvsctl("up");
		assert.notEqual(exit, 0);
		assert.match(
			stdout + stderr,
			/runs with mpm_event and HTTP\/2, and PHP as a module needs mpm_prefork.*\n.*php: \{ fpm: true \}/,
		);
		assert.equal(await module(), "");
	});

	test("it serves beside the operator's site, with sessions in redis, and his web server stays as it was", async () => {
		sites("{ fpm: { workers: 4 } }");
		await good("up");
		assert.doesNotMatch(await good("up"), /updated|created/);
		assert.equal(
			await twice("www.lab.test"),
			"fpm-fcgi|www-data|64M|redis|1|bob\nfpm-fcgi|www-data|64M|redis|2|bob",
		);
		assert.equal(await ask("corp.test"), "corp");
		assert.match(
			await ask(
				"www.lab.test",
				"/",
				"--http2-prior-knowledge -o /dev/null -w '%{http_version} %{http_code}'",
			),
			/^2 200$/,
		);
		assert.equal(await theirs(), apache);
		assert.equal(await module(), "");
	});

	test("no more workers than declared, and others wait", async () => {
		await root(
			"rs1",
			"printf '<?php sleep(3); echo 1;' >/var/www/lvs-sites/main/slow.php",
		);
		assert.equal(
			await root(
				"client",
				"for i in 1 2 3 4 5 6; do curl -s -m 60 -H 'Host: www.lab.test' http://172.18.0.67/slow.php & done; wait",
			),
			"111111",
		);
		const workers = Number(
			await root("rs1", "pgrep -c -f '^php-fpm: pool main' || :"),
		);
		assert.ok(workers >= 1 && workers <= 4, String(workers));
		await root("rs1", "rm /var/www/lvs-sites/main/slow.php");
	});

	test("another setting is in force without a request that fails, or the site stays as it was", async () => {
		sites("{ fpm: { workers: 4 } }", '{ memory_limit: "80M" }');
		assert.deepEqual(await meanwhile("www.lab.test", () => good("up")), []);
		assert.match(await ask("www.lab.test"), /\|80M\|/);
		for (const [settings, said] of [
			['{ memory_limt: "64M" }', /PHP 8\.\d knows no setting memory_limt/],
			[
				'{ "mysqlnd.trace_alloc": "x" }',
				/PHP 8\.\d takes mysqlnd\.trace_alloc from php\.ini alone/,
			],
		] as const) {
			sites("{ fpm: true }", settings);
			const { exit, stdout, stderr } = await lvsctl("up");
			assert.notEqual(exit, 0);
			assert.match(stdout + stderr, said);
			assert.match(await ask("www.lab.test"), /\|80M\|/);
		}
		sites("{ fpm: { workers: 4 } }", '{ memory_limit: "80M" }');
		await good("up");
	});

	test("what an update replaces is run within the hour, by the same check that else does nothing", async () => {
		const old =
			"grep -c ' /usr/.* (deleted)$' /proc/$(systemctl show -p MainPID --value lvs-sites-php)/maps || :";
		const since =
			"systemctl show -p StateChangeTimestampMonotonic --value lvs-sites-php";
		const before = await root("rs1", since);
		await root("rs1", "systemctl start lvs-sites-php-renew");
		assert.equal(await root("rs1", since), before);
		await root(
			"rs1",
			"cd /usr/sbin && cp -p php-fpm8.2 php-fpm8.2.new && mv php-fpm8.2.new php-fpm8.2",
		);
		assert.notEqual(await root("rs1", old), "0");
		assert.deepEqual(
			await meanwhile("www.lab.test", () =>
				root("rs1", "systemctl start lvs-sites-php-renew; sleep 8"),
			),
			[],
		);
		assert.equal(await root("rs1", old), "0");
		assert.match(
			await root("rs1", "systemctl is-active lvs-sites-php-renew.timer"),
			/^active$/,
		);
	});

	test("destroy leaves all as it was, but the packages and what they brought", async () => {
		const said = await good("destroy");
		assert.match(said, /package php-fpm: others may have come to need it/);
		assert.equal(await ask("corp.test"), "corp");
		assert.equal(await theirs(), apache);
		const brought = /php|redis|igbinary|\/etc\/(rc\d\.d|ld\.so\.cache)/;
		const rest = (text: string) =>
			text.split("\n").filter((line) => !brought.test(line));
		assert.deepEqual(rest(await root("rs1", snapshot)), rest(found));
		assert.equal(
			await root(
				"rs1",
				"ls -d /etc/systemd/system/*lvs* /etc/systemd/system/*/*lvs* /run/lvs-*-php /etc/pulumi-lvs /usr/local/lib/pulumi-lvs 2>/dev/null; pgrep -f '^php-fpm: master process ./etc/pulumi-lvs' || :",
			),
			"",
		);
	});

	test("a pool of the operator keeps its settings and its processes, and neither sees the other's", async () => {
		await root(
			"rs1",
			`cd /etc/php/8.2/fpm/pool.d; rm -f www.conf
useradd -r corp 2>/dev/null || :
printf '[corp]\\nuser = corp\\ngroup = corp\\nlisten = /run/php/corp.sock\\nlisten.owner = www-data\\npm = static\\npm.max_children = 2\\nphp_value[memory_limit] = 33M\\n' >corp.conf
systemctl restart php8.2-fpm
a2enmod -q proxy_fcgi >/dev/null
printf '<?php echo ini_get("memory_limit"), "|", posix_getpwuid(posix_geteuid())["name"];' >/srv/corp/index.php
sed -i 's|</VirtualHost>|DirectoryIndex index.php\\n<FilesMatch "[.]php$">\\nSetHandler "proxy:unix:/run/php/corp.sock\\|fcgi://localhost"\\n</FilesMatch>\\n</VirtualHost>|' /etc/apache2/sites-enabled/corp.conf
systemctl restart apache2`,
		);
		const processes = () =>
			root(
				"rs1",
				"pgrep -f '^php-fpm: pool corp' | sort; systemctl show -p MainPID,ActiveEnterTimestampMonotonic,UnitFileState php8.2-fpm; cat /etc/php/8.2/fpm/pool.d/*",
			);
		const before = await processes();
		assert.equal(await ask("corp.test"), "33M|corp");
		sites("{ fpm: true }");
		await good("up");
		assert.match(await ask("www.lab.test"), /^fpm-fcgi\|www-data\|64M\|redis/);
		assert.equal(await ask("corp.test"), "33M|corp");
		await good("destroy");
		assert.equal(await ask("corp.test"), "33M|corp");
		assert.equal(await processes(), before);
	});

	test("WordPress of the distribution's package comes without the module, which its package would bring first", async () => {
		program(`const database = new Database("database", {
	server,
	network: "172.18.0.0/24",
	databases: { wordpress: { password: "secret" } },
	deleteData: true,
});
new WordPress("blog", {
	realServers,
	url: "http://blog.lab.test",
	database: database.access("wordpress"),
	phpFpm: true,
	callsOut: false,
	administrator: { user: "admin", password: "secret-of-admin" },
}, { dependsOn: database });`);
		await good("up");
		assert.equal(await module(), "");
		assert.match(
			await ask(
				"blog.lab.test",
				"/?p=1",
				"-L --resolve blog.lab.test:80:172.18.0.67",
			),
			/Hello world/,
		);
		// what is no file is an article, and signing in writes
		assert.match(
			await ask(
				"blog.lab.test",
				"/wp-login.php",
				"-i -b wordpress_test_cookie=WP+Cookie+check --data-urlencode log=admin --data-urlencode pwd=secret-of-admin --data-urlencode testcookie=1",
			),
			/Set-Cookie: wordpress_logged_in_/,
		);
		assert.match(
			await ask(
				"blog.lab.test",
				"/no-such-article/",
				"-o /dev/null -w '%{http_code} %{content_type}'",
			),
			/^404 text\/html/,
		);
		assert.equal(await ask("corp.test"), "33M|corp");
		assert.match(await root("rs1", "apachectl -M 2>/dev/null"), /mpm_event/);
		await good("destroy");
		assert.equal(await ask("corp.test"), "33M|corp");
	});

	test("beside a module of PHP it serves its own sites, and one way follows the other without a request that fails", async () => {
		await root(
			"rs1",
			`apt-get -q update >/dev/null; apt-get -q -y install libapache2-mod-php >/dev/null 2>&1
a2dismod -q http2 mpm_event >/dev/null; rm -f /etc/apache2/conf-enabled/h2.conf; a2enmod -q mpm_prefork php8.2 >/dev/null
mkdir -p /srv/old; printf '<?php echo PHP_SAPI;' >/srv/old/index.php
printf '<VirtualHost *:80>\\nServerName old.test\\nDocumentRoot /srv/old\\n<Directory /srv/old>\\nRequire all granted\\n</Directory>\\n</VirtualHost>\\n' >/etc/apache2/sites-enabled/old.conf
systemctl restart apache2`,
		);
		assert.equal(await ask("old.test"), "apache2handler");
		sites("{ fpm: true }");
		await good("up");
		assert.match(await ask("www.lab.test"), /^fpm-fcgi\|www-data\|64M/);
		assert.equal(await ask("old.test"), "apache2handler");
		for (const [php, sapi] of [
			["{}", "apache2handler"],
			["{ fpm: true }", "fpm-fcgi"],
		] as const) {
			sites(php);
			assert.deepEqual(
				await meanwhile("www.lab.test", () => good("up")),
				[],
				`to ${sapi}`,
			);
			assert.match(
				await ask("www.lab.test"),
				new RegExp(`^${sapi}\\|www-data\\|64M\\|redis`),
			);
			assert.equal(
				await root("rs1", "systemctl is-active lvs-sites-php || :"),
				sapi === "fpm-fcgi" ? "active" : "inactive",
			);
		}
		assert.equal(await ask("old.test"), "apache2handler");
		await good("destroy");
		assert.equal(await ask("old.test"), "apache2handler");
	});
});
