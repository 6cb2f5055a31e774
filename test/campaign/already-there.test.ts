import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";

// Web sites on hosts whose web server serves the operator's own already, and databases in an engine that others use.

describe("a host that is at work already", () => {
	const lab = sharedLab("labs/03-fwmark");
	const { root, good, lvsctl } = onLab(lab);
	const program = (text: string) =>
		writeFileSync(
			join(lab().folder, "index.ts"),
			`import { Database, Website } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
${text}
`,
		);
	const declare = (sites: string) =>
		program(`new Website("sites", {
	realServers: { rs1: { host: machines.rs1, address: "172.18.0.67" } },
	sites: ${sites},
});`);
	const named =
		'{ main: { serverName: "www.lab.test", files: { "index.html": "ours" } } }';
	const ask = (name: string, path = "/", port = 80) =>
		root(
			"client",
			`curl -sS -m 20 -H 'Host: ${name}' http://172.18.0.67:${port}${path}`,
		);
	const refused = async (pattern: RegExp, machine = "rs1") => {
		const { exit, stdout, stderr } = await lvsctl("up");
		assert.notEqual(exit, 0);
		assert.match(stdout + stderr, pattern);
		assert.equal(
			await root(machine, "ls -d /var/lib/pulumi-lvs/* 2>/dev/null || :"),
			"",
		);
	};

	const status = async () => {
		const { stdout, stderr } = await lvsctl("status");
		return stdout + stderr;
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

	test("one that has our name and is asked before: refused, by its name, and by an alias where it is alone; taken out, ours is served", async () => {
		/** A site of the operator with these lines. */
		const shop = (lines: string) =>
			root(
				"rs1",
				`cd /etc/apache2/sites-enabled
printf '<VirtualHost *:80>\\n${lines}\\nDocumentRoot /srv/corp\\n<Directory /srv/corp>\\nRequire all granted\\n</Directory>\\n</VirtualHost>\\n' >shop.conf; systemctl reload apache2`,
			);
		declare(named);
		await shop("ServerName WWW.lab.test");
		await refused(
			/on port 80 \S+ \(\/etc\/apache2\/sites-enabled\/shop\.conf:1\) has www\.lab\.test too and is asked before a site of ours[\s\S]*a2dissite shop/,
		);
		assert.equal(await ask("www.lab.test"), "corp");

		await root(
			"rs1",
			"cd /etc/apache2/sites-enabled; mkdir /root/sites; mv 000-default.conf corp.conf /root/sites",
		);
		const aliases =
			"ServerName shop.test\\nServerAlias shop.lab.test *.lab.test";
		await shop(aliases);
		await refused(
			/on port 80 shop\.test \(\S+\/shop\.conf:1\) has www\.lab\.test too/,
		);

		await shop("ServerName shop.test");
		await good("up");
		assert.equal(await ask("www.lab.test"), "ours");
		assert.equal(await ask("shop.test"), "corp");
		// the operator takes the name later: told, and no change is held up
		await shop(aliases);
		assert.match(await good("up"), /shop\.conf:1\) has www\.lab\.test too/);
		assert.match(await status(), /shop\.conf:1\) has www\.lab\.test too/);
		await good("destroy");
		assert.equal(await ask("www.lab.test"), "corp");
		await root(
			"rs1",
			"cd /etc/apache2/sites-enabled; rm shop.conf; mv /root/sites/*.conf .; rmdir /root/sites; systemctl reload apache2",
		);
	});

	test("pages of no virtual host, and an address in a Listen line: refused before a site comes there, or told", async () => {
		await root(
			"rs1",
			`cd /etc/apache2
mkdir /root/sites; mv sites-enabled/*.conf /root/sites
printf 'DocumentRoot /srv/operator\\n<Directory /srv/operator>\\nRequire all granted\\n</Directory>\\n' >conf-enabled/main.conf
systemctl reload apache2`,
		);
		declare(named);
		await refused(
			/on port 80 the web server serves \/srv\/operator\/index\.html by no virtual host of yours/,
		);
		assert.equal(await ask("old.test"), "operator");

		await root(
			"rs1",
			`cd /etc/apache2
rm conf-enabled/main.conf; mv /root/sites/*.conf sites-enabled
sed -i 's/^Listen 80$/Listen 172.18.0.67:80\\nListen 172.18.0.67:8081/' ports.conf
systemctl restart apache2`,
		);
		declare('{ main: { port: 8081, files: { "index.html": "ours" } } }');
		await refused(/listens on port 8081 by a line of yours \(Listen 172\./);
		assert.equal(await ask("old.test"), "operator");

		declare(named);
		assert.match(
			await good("up"),
			/port 80 of 172\.18\.0\.67 alone \(.*so nobody answers at any other address/,
		);
		assert.equal(await ask("www.lab.test"), "ours");
		// it stands, and what is told does not end a second one
		await good("up");
		await good("destroy");
		await root(
			"rs1",
			`sed -i '/:8081$/d; s/^Listen .*:80$/Listen 80/' /etc/apache2/ports.conf; systemctl restart apache2`,
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

	test("where the operator switches PHP off, his sites go on, ours show no source and are named, and it comes back", async () => {
		declare(`{
		main: { serverName: "www.lab.test", php: true, files: { "index.php": "<?php echo 'ours', 1;" } },
		set: { serverName: "set.lab.test", php: true, phpSettings: { memory_limit: "64M" }, files: { "index.php": "<?php echo 'ours', 1;" } },
	}`);
		await good("up");
		const ours = ["www.lab.test", "set.lab.test"];
		for (const name of ours) assert.equal(await ask(name), "ours1", name);
		const php = await root("rs1", "cd /etc/apache2/mods-enabled; ls php*.load");
		const version = php.replace(/\.load$/, "");
		await root("rs1", `a2dismod -q -f ${version}; systemctl restart apache2`);
		assert.equal(await ask("corp.test"), "corp");
		for (const name of ours)
			for (const path of ["/", "/index.php"]) {
				const answer = await ask(name, path);
				assert.match(answer, /503 Service Unavailable/, name);
				assert.doesNotMatch(answer, /echo/, name);
			}
		const named =
			/PHP is installed, and switched off in the web server[\s\S]*a2enmod php8\.2 && systemctl restart apache2/;
		assert.match(await status(), named);
		const { exit, stdout, stderr } = await lvsctl("up");
		assert.notEqual(exit, 0);
		assert.match(stdout + stderr, named);
		// a module of his that could hand it to php-fpm, and does not
		await root("rs1", "a2enmod -q proxy_fcgi; systemctl restart apache2");
		assert.match(await status(), named);
		await root(
			"rs1",
			`a2dismod -q proxy_fcgi proxy; a2enmod -q ${version}; systemctl restart apache2`,
		);
		for (const name of ours) assert.equal(await ask(name), "ours1", name);
		assert.doesNotMatch(await status(), named);
		assert.doesNotMatch(await good("up"), /updated|created/);
		await good("destroy");
	});

	test("PHP as a module is refused where they are served by threads", async () => {
		await root(
			"rs1",
			"a2dismod -q 'php*' mpm_prefork >/dev/null 2>&1; a2enmod -q mpm_event http2 >/dev/null 2>&1; systemctl restart apache2",
		);
		declare('{ main: { serverName: "www.lab.test", php: true } }');
		await refused(
			/the web server runs with mpm_event and HTTP\/2, and PHP as a module needs mpm_prefork/,
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

	const database = (more = "") =>
		program(`new Database("database", {
	server: { host: machines.rs2, address: "172.18.0.68" },
	network: "172.18.0.0/24",
	databases: { shop: { password: "secret" } },
	deleteData: true,
	${more}
});`);
	const own = "/etc/mysql/mariadb.conf.d/60-own.cnf";
	/** The engine of the operator, with these settings. */
	const engine = (...settings: string[]) =>
		root(
			"rs2",
			`printf '[mysqld]\n' >${own}; printf '%s\n' ${settings.map((each) => `'${each}'`).join(" ")} >>${own}; systemctl restart mariadb`,
		);
	/** How each of those who came before comes to the operator's rows. */
	const ways = [
		["rs2", "mariadb -h 127.0.0.1 -uapp -psecret"],
		["rs2", "mariadb -h 127.0.0.1 -ulocal -psecret"],
		["client", "mariadb -h 172.18.0.68 -ureport -psecret"],
	] as const;
	const theirs = async () => {
		for (const [machine, way] of ways)
			assert.equal(
				await root(machine, `${way} -N accounts -e 'SELECT n FROM rows_'`),
				"7",
				way,
			);
	};
	const running = () => root("rs2", "pidof mariadbd");

	test("a database engine that others use is not set up anew under them", async () => {
		await engine("bind-address = 0.0.0.0", "max_connections = 200");
		await root(
			"rs2",
			`grep -q client.lab.test /etc/hosts || echo '172.18.0.10 client.lab.test' >>/etc/hosts
mariadb -e "CREATE DATABASE accounts; CREATE TABLE accounts.rows_ (n INT); INSERT INTO accounts.rows_ VALUES (7)"
for user in "'app'@'127.0.0.1'" "'local'@'localhost'" "'report'@'client.lab.test'"; do
	mariadb -e "CREATE USER $user IDENTIFIED BY 'secret'; GRANT ALL ON accounts.* TO $user"
done`,
		);
		await theirs();
		const before = await running();
		database();
		await refused(
			/MariaDB here has users of others: app@127\.0\.0\.1, local@localhost, report@client\.lab\.test\..*\n.*sharedEngine: true/,
			"rs2",
		);
		database("sharedEngine: true,");
		await refused(
			/MariaDB serves 200 clients at once, and applications count on 600/,
			"rs2",
		);
		await theirs();
		assert.equal(await running(), before);
	});

	test("shared, it has ours beside theirs, from up to destroy, and nobody is cut off", async () => {
		const before = await running();
		await root(
			"rs2",
			`systemd-run -q --unit asking sh -c 'while sleep 0.2; do mariadb -h 127.0.0.1 -uapp -psecret -N accounts -e "SELECT n FROM rows_" >>/run/asked 2>&1; done'`,
		);
		database('sharedEngine: true, settings: { max_connections: "200" },');
		await good("up");
		assert.doesNotMatch(await good("up"), /updated|created/);
		await theirs();
		await root(
			"client",
			"mariadb -h 172.18.0.68 -ushop -psecret shop -e 'CREATE TABLE t (n INT)'",
		);
		await good("destroy");
		await theirs();
		assert.equal(await running(), before);
		assert.equal(
			await root(
				"rs2",
				`systemctl stop asking; sort /run/asked | uniq -c | awk '{ print $2 }'; mariadb -N -e "SHOW DATABASES LIKE 'shop'; SELECT user FROM mysql.user WHERE user = 'shop'"; ls /etc/mysql/mariadb.conf.d | grep lvs || :`,
			),
			"7",
		);
	});

	test("shared, it comes to no account of theirs, and leaves a database that was theirs before", async () => {
		const shared = 'sharedEngine: true, settings: { max_connections: "200" },';
		await root(
			"rs2",
			`mariadb -e "CREATE DATABASE shop CHARACTER SET latin1; CREATE TABLE shop.theirs (n INT); CREATE USER 'shop'@'%' IDENTIFIED BY 'theirs'; GRANT ALL ON shop.* TO 'shop'@'%'"`,
		);
		database(shared);
		await refused(
			/a declared user that this component did not make: shop@%/,
			"rs2",
		);
		const asTheirs = () =>
			root(
				"client",
				"mariadb -h 172.18.0.68 -ushop -ptheirs -N shop -e 'SHOW TABLES'",
			);
		assert.equal(await asTheirs(), "theirs");
		await root("rs2", `mariadb -e "DROP USER 'shop'@'%'"`);
		assert.match(
			await good("up"),
			/database shop is in MariaDB already: it is used as it is, and destroy leaves it/,
		);
		const status = await root(
			"rs2",
			"/usr/local/lib/pulumi-lvs/database/database status",
		);
		assert.match(status, /^note kept shop=database shop was there before/m);
		assert.match(
			status,
			/^note characters of shop=database shop was there before, and its tables are made with latin1/m,
		);
		assert.doesNotMatch(await good("up"), /updated|created/);
		await good("destroy");
		assert.equal(
			await root("rs2", "mariadb -N shop -e 'SHOW TABLES'"),
			"theirs",
		);
		await root("rs2", "mariadb -e 'DROP DATABASE shop'");
		await theirs();
	});

	const storage = (directories: string) =>
		program(`import { SharedStorage } from "pulumi-lvs";
new SharedStorage("files", {
	server: { host: machines.rs2, address: "172.18.0.68" },
	realServers: { rs1: { host: machines.rs1, address: "172.18.0.67" } },
	directories: { ${directories} },
	deleteData: true,
});`);

	test("a machine that serves NFS to others is refused, and they do not notice", async () => {
		await root(
			"rs2",
			"mkdir -p /srv/home /etc/nfs.conf.d && printf '[nfsd]\\nvers3=n\\n' >/etc/nfs.conf.d/own.conf && echo theirs >/srv/home/file && echo '/srv/home 172.18.0.0/24(rw,no_subtree_check)' >>/etc/exports && systemctl start nfs-server && exportfs -ra",
		);
		await root(
			"client",
			"mkdir -p /mnt/home && mount -t nfs4 172.18.0.68:/srv/home /mnt/home",
		);
		storage('uploads: { path: "/srv/uploads" }');
		await refused(
			/this machine serves NFS to others: \/srv\/home to 172\.18\.0\.0\/24\./,
			"rs2",
		);
		assert.equal(await root("client", "cat /mnt/home/file"), "theirs");
		await root("client", "umount /mnt/home");
		await root("rs2", "systemctl stop nfs-server");
		await refused(
			/the NFS server of this machine exports to others when it starts: \/etc\/exports:\d+: \/srv\/home/,
			"rs2",
		);
		await root("rs2", "sed -i '/srv.home/d' /etc/exports");
	});

	test("once it is ours, what is exported by hand stays", async () => {
		await good("up");
		await root("rs1", "touch /srv/uploads/ours");
		await root("rs2", "exportfs -o rw,no_subtree_check 172.18.0.10:/srv/home");
		const theirs = () =>
			root(
				"client",
				"mount -t nfs4 172.18.0.68:/srv/home /mnt/home && cat /mnt/home/file && umount /mnt/home",
			);
		assert.equal(await theirs(), "theirs");
		storage('uploads: { path: "/srv/uploads" }, more: { path: "/srv/more" }');
		await good("up");
		assert.equal(await theirs(), "theirs");
		await root("rs1", "touch /srv/more/ours");
		storage('uploads: { path: "/srv/uploads" }');
		await good("up");
		assert.equal(
			await root("rs2", "awk '{ print $1 }' /var/lib/nfs/etab | sort"),
			"/srv/home\n/srv/lvs/files/uploads",
		);
		assert.equal(await theirs(), "theirs");
		assert.doesNotMatch(await good("up"), /updated|created/);
		await good("destroy");
		assert.equal(
			await root("rs2", "grep lvs /var/lib/nfs/etab /etc/exports.d/* || :"),
			"",
		);
	});

	test("one that listens to its own machine alone is told how to listen to ours too", async () => {
		await engine("max_connections = 600");
		database("sharedEngine: true,");
		await refused(
			/MariaDB does not listen at 172\.18\.0\.68:3306; its bind-address is 127\.0\.0\.1\n.*bind-address = 127\.0\.0\.1,172\.18\.0\.68/,
			"rs2",
		);
		await engine(
			"max_connections = 600",
			"bind-address = 127.0.0.1,172.18.0.68",
		);
		await good("up");
		await theirs();
		await root(
			"client",
			"mariadb -h 172.18.0.68 -ushop -psecret shop -e 'SELECT 1'",
		);
		// somebody takes it away again
		await engine("max_connections = 600");
		assert.match(
			await good("refresh"),
			/the engine listens at 172\.18\.0\.68:3306/,
		);
		await good("destroy");
	});

	test("what the operator's files set is not set otherwise, also where nobody has users", async () => {
		await root(
			"rs2",
			`mariadb -e "DROP USER 'app'@'127.0.0.1', 'local'@'localhost', 'report'@'client.lab.test'"`,
		);
		await engine("bind-address = 0.0.0.0", "max_connections = 200");
		database();
		await refused(
			/60-own\.cnf:3 sets max_connections to 200, and this component would set it to 600/,
			"rs2",
		);
		database('settings: { max_connections: "200" },');
		assert.match(await good("up"), /databases of others \(accounts\)/);
		await good("destroy");
		assert.equal(
			await root(
				"rs2",
				"mariadb -N -e 'SELECT @@bind_address, n FROM accounts.rows_'",
			),
			"0.0.0.0\t7",
		);
	});
});
