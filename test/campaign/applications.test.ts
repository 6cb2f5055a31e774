import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { SMTPServer } from "smtp-server";
import { requireLab } from "../../src/lab/find-lab.ts";
import { certify } from "../certify.ts";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";

// WordPress as people run it, on the second day: by HTTPS, with mail, large pictures, articles that appear later, another name.

describe("WordPress on the second day", () => {
	const lab = sharedLab("labs/08-wordpress");
	const { root, good, lvsctl, edit } = onLab(lab);
	/** What the client gets by the VIP. */
	const curl = (words: string) =>
		root(
			"client",
			`curl -sS -m 60 --cacert /tmp/ca --connect-to ::172.18.0.70: ${words}`,
		);
	const trust = async (...names: string[]) => {
		const { exit } = await lvsctlInput(
			["lab", "exec", "client", "--", "sh", "-c", "cat >/tmp/ca"],
			names
				.map((name) => readFileSync(join(lab().folder, `${name}.crt`), "utf8"))
				.join(""),
		);
		assert.equal(exit, 0);
	};
	const lvsctlInput = (words: string[], input: string) =>
		lab().lvsctl(words, input);
	const password = async () =>
		(
			await root(
				"rs1",
				"sed -n \"/<<'END'/,/^END/p\" /usr/local/lib/pulumi-lvs/blog/wordpress-site",
			)
		).split("\n")[1] ?? "";
	/** A shell function of the client, which asks the REST interface as the administrator. */
	const signedIn = async (site: string) => `rest() {
	curl -sS -m 100 --cacert /tmp/ca --connect-to ::172.18.0.70: -b /tmp/jar -H "X-WP-Nonce: $nonce" "$@"
}
curl -sS -m 60 -o /dev/null -c /tmp/jar -b wordpress_test_cookie=WP%20Cookie%20check --cacert /tmp/ca --connect-to ::172.18.0.70: -d log=admin -d testcookie=1 --data-urlencode 'pwd=${await password()}' ${site}/wp-login.php
nonce=$(curl -sS -m 60 --cacert /tmp/ca --connect-to ::172.18.0.70: -b /tmp/jar '${site}/wp-admin/admin-ajax.php?action=rest-nonce')
`;
	const site = "https://www.lab.test";

	before(() => certify(lab().folder, "www.lab.test"));

	test("by HTTPS: users stay signed in, who comes by HTTP is sent there, cookies are secure", async () => {
		edit(
			'} from "pulumi-lvs";',
			'} from "pulumi-lvs";\nimport { readFileSync, writeFileSync } from "node:fs";',
		);
		edit(
			'url: "http://www.lab.test",',
			`url: "${site}",
	tls: { certificate: readFileSync("www.lab.test.crt", "utf8"), key: readFileSync("www.lab.test.key", "utf8") },
	mail: { host: "127.0.0.1", port: 2525, security: "none", user: "blog", password: "its ow'n" },
	settings: { WP_POST_REVISIONS: 7 },`,
		);
		edit(
			'services: { http: { tcp: 80, scheduler: "rr" } },',
			`services: {
			http: { tcp: 80, scheduler: "rr" },
			https: { tcp: 443, scheduler: "rr", check: blog.check(), whenAllFail: "keepAll" },
		},`,
		);
		edit(/service: "http", app/g, 'service: "https", app');
		const said = await good("up");
		for (const answer of [
			/session at https *: "session persistence is not needed"/,
			/failover at https *: "a real server can go: nobody/,
			/register at https *: "users are in one database"/,
			/article at https *: "what users upload is on all real/,
		])
			assert.match(said, answer);
		await trust("www.lab.test");
		assert.match(
			await curl(
				"-o /dev/null -w '%{http_code} %{redirect_url}' http://www.lab.test/a/b",
			),
			/^301 https:\/\/www\.lab\.test\/a\/b$/,
		);
		const cookies = await curl(
			`-o /dev/null -D - -b wordpress_test_cookie=WP%20Cookie%20check -d log=admin -d testcookie=1 --data-urlencode 'pwd=${await password()}' ${site}/wp-login.php | grep -i '^set-cookie: wordpress_'`,
		);
		const sent = cookies
			.split("\n")
			.filter((each) => !/test_cookie/.test(each));
		assert.match(sent.join("\n"), /wordpress_logged_in_/);
		for (const line of sent) assert.match(line, /secure/i);
		assert.doesNotMatch(await good("up"), /updated|created/);
	});

	test("nobody else can make the site", async () => {
		assert.equal(
			await curl(`-o /dev/null -w '%{http_code}' ${site}/wp-admin/install.php`),
			"403",
		);
	});

	test("a constant is in force", async () => {
		assert.equal(
			await root(
				"rs2",
				`php -r '$_SERVER["HTTP_HOST"] = "www.lab.test"; $_SERVER["WORDPRESS_CONFIG"] = "lvs-blog"; require "/usr/share/wordpress/wp-load.php"; echo WP_POST_REVISIONS;'`,
			),
			"7",
		);
	});

	test("another administrator, whose password has quotes, signs in", async () => {
		const program = join(lab().folder, "index.ts");
		const plain = readFileSync(program, "utf8");
		edit(
			'registration: "with-password",',
			`registration: "with-password",
	administrator: { user: "boss", password: ${JSON.stringify(`O'Brien "2026" \\`)} },`,
		);
		// the smoke test signs in and writes an article as this administrator
		assert.match(await good("up"), /article at https *: "what users upload is/);
		await good("status");
		writeFileSync(program, plain);
		await good("up");
	});

	test("pictures of 3 and of 9 MB can be uploaded", async () => {
		for (const megabytes of [3, 9])
			assert.equal(
				await root(
					"client",
					`${await signedIn(site)}
echo '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=' | base64 -d >/tmp/large.jpg
head -c ${megabytes}000000 /dev/zero >>/tmp/large.jpg
rest -o /dev/null -w '%{http_code}' -H 'Content-Type: image/jpeg' -H 'Content-Disposition: attachment; filename="large${megabytes}.jpg"' --data-binary @/tmp/large.jpg '${site}/?rest_route=/wp/v2/media'`,
				),
				"201",
			);
	});

	test("an article that shall appear later appears once, also while the first real server's clockwork is off, and where php.ini takes functions away", async () => {
		const content = "/var/lib/wordpress/wp-content";
		const lists = {
			cli: "passthru,exec,shell_exec,system,syslog,ini_set",
			// pages of WordPress itself end without ini_set
			apache2: "passthru,exec,shell_exec,system,syslog",
		};
		for (const machine of ["rs1", "rs2"])
			await root(
				machine,
				`${Object.entries(lists)
					.map(
						([program, list]) =>
							`for each in /etc/php/*/${program}/conf.d; do echo 'disable_functions = ${list}' >$each/99-hardened.ini; done`,
					)
					.join("\n")}
systemctl restart apache2
php -r 'exit(function_exists("passthru") ? 1 : 0);'`,
			);
		for (const machine of ["rs1", "rs2"])
			await root(
				machine,
				`cat >${content}/mu-plugins/seen.php <<'END'
<?php add_action('transition_post_status', function ($new, $old, $post) { if ($old === 'future' && $new === 'publish') file_put_contents(WP_CONTENT_DIR . '/uploads/appeared', "$post->post_title\\n", FILE_APPEND); }, 10, 3);
END`,
			);
		/** In a little more than the minute within which WordPress publishes at once. */
		const later = async (title: string) =>
			assert.equal(
				await root(
					"client",
					`${await signedIn(site)}
now=$(curl -sS -m 60 -o /dev/null -D - --connect-to ::172.18.0.70: http://www.lab.test/ | sed -n 's/^[Dd]ate: //p' | tr -d '\\r')
rest -H 'Content-Type: application/json' -d '{"title":"${title}","content":"x","status":"future","date_gmt":"'$(date -u -d "$now + 75 seconds" +%Y-%m-%dT%H:%M:%S)'"}' '${site}/?rest_route=/wp/v2/posts' | jq -r .status`,
				),
				"future",
			);
		const seen = () => root("rs2", `cat ${content}/uploads/appeared`);
		await root("rs1", "systemctl stop lvs-blog-cron.timer");
		await later("one");
		await root(
			"rs2",
			`for i in $(seq 200); do ! grep -qs one ${content}/uploads/appeared || exit 0; sleep 1; done; exit 1`,
		);
		// both at the same moment
		await root("rs2", "systemctl stop lvs-blog-cron.timer");
		await later("both");
		await root("rs2", "sleep 80");
		await Promise.all(
			["rs1", "rs2"].map((machine) =>
				root(machine, "systemctl start lvs-blog-cron.service"),
			),
		);
		assert.equal(await seen(), "one\nboth");
		for (const machine of ["rs1", "rs2"])
			await root(machine, "systemctl start lvs-blog-cron.timer");
		for (const machine of ["rs1", "rs2"])
			await root(
				machine,
				`rm ${content}/mu-plugins/seen.php /etc/php/*/*/conf.d/99-hardened.ini; systemctl restart apache2`,
			);
	});

	test("a clockwork that fails is named, as long as it does", async () => {
		const named =
			/rs1: note: lvs-blog-cron\.service failed when its timer started it last/;
		const said = async () => {
			const { stdout, stderr } = await lvsctl("status");
			return stdout + stderr;
		};
		const folder = "/run/systemd/system/lvs-blog-cron.service.d";
		await root(
			"rs1",
			`mkdir -p ${folder}; printf '[Service]\\nExecStartPre=/bin/false\\n' >${folder}/fails.conf
systemctl daemon-reload; ! systemctl start lvs-blog-cron.service`,
		);
		assert.match(await said(), named);
		await root(
			"rs1",
			`rm -r ${folder}; systemctl daemon-reload; systemctl start lvs-blog-cron.service`,
		);
		assert.doesNotMatch(await said(), named);
	});

	test("mail is sent by the declared server, whoever serves the visitor", async () => {
		const mails: string[] = [];
		const server = new SMTPServer({
			disabledCommands: ["STARTTLS"],
			allowInsecureAuth: true,
			onAuth: ({ username, password }, _session, done) =>
				username === "blog" && password === "its ow'n"
					? done(null, { user: username })
					: done(new Error("who is that?")),
			onData(stream, _session, done) {
				let text = "";
				stream.on("data", (part: Buffer) => {
					text += part.toString();
				});
				stream.on("end", () => {
					mails.push(text);
					done();
				});
			},
		});
		await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
		const { port } = server.server.address() as AddressInfo;
		// the real servers reach it on their own loopback
		const { state } = requireLab(lab().folder, lab().environment);
		const ways = ["rs1", "rs2"].map((machine) =>
			spawn(
				"ssh",
				[
					...["-N", "-i", join(state.image, "key")],
					...["-p", `${state.machines[machine]?.port}`],
					...["-o", "StrictHostKeyChecking=no"],
					...["-o", "UserKnownHostsFile=/dev/null"],
					...["-R", `127.0.0.1:2525:127.0.0.1:${port}`, "root@127.0.0.1"],
				],
				{ stdio: "ignore" },
			),
		);
		try {
			for (const machine of ["rs1", "rs2"])
				await root(
					machine,
					"for i in 1 2 3 4 5 6 7 8 9; do ! grep -q ':09DD ' /proc/net/tcp || exit 0; sleep 1; done; exit 1",
				);
			// one connection each: both real servers send one
			for (const _ of ["rs1", "rs2"])
				await curl(
					`-o /dev/null -d user_login=admin '${site}/wp-login.php?action=lostpassword'`,
				);
			assert.equal(mails.length, 2);
			for (const mail of mails) {
				assert.match(mail, /^From: WordPress <wordpress@www\.lab\.test>/m);
				assert.match(mail, /https:\/\/www\.lab\.test\/wp-login\.php\?/);
			}
		} finally {
			for (const way of ways) way.kill();
			server.close();
		}
	});

	test("a clock that is wrong is named by status, by up, and by the check in place of another answer", async () => {
		await root("rs2", "date -s '+3 days' >/dev/null");
		const status = await lvsctl("status");
		assert.match(
			status.stdout,
			/rs2: note: its clock is 3 days ahead of this machine's/,
		);
		assert.match(await good("up"), / rs2: its clock is 3 days ahead/);
		const check = await lvsctl("check", "--no-diagnose", "--only", "session");
		assert.equal(check.exit, 1, check.stdout + check.stderr);
		assert.match(
			check.stdout + check.stderr,
			/nothing is known of sessions: the clock of rs2 is 3 days ahead of that of rs1/,
		);
		await root("rs2", "date -s '-3 days' >/dev/null");
		const again = await lvsctl("check", "--no-diagnose", "--only", "session");
		assert.equal(again.exit, 0, again.stdout + again.stderr);
	});

	test("the site gets another name: pictures and links have it, the old one leads there, and no request is lost", async () => {
		const article = JSON.parse(
			await root(
				"client",
				`${await signedIn(site)}
rest -H 'Content-Type: application/json' -d '{"title":"moved","status":"publish","content":"<img src=\\"${site}/wp-content/uploads/it.png\\"> <a href=\\"${site}\\">here</a> https://www.lab.test.example.com <a href=\\"${site}/About/\\">about</a> <img src=\\"${site}/wp/wp-content/uploads/old.png\\">"}' '${site}/?rest_route=/wp/v2/posts'`,
			),
		) as { readonly id: number };
		// as a site has it that lay in a directory of its own, and whose name somebody wrote with a slash
		await root(
			"storage",
			`mariadb wordpress -e "UPDATE wp_options SET option_value = '${site}/' WHERE option_name = 'home'; UPDATE wp_options SET option_value = '${site}/wp' WHERE option_name = 'siteurl'"`,
		);
		certify(lab().folder, "blog.lab.test", "www.lab.test");
		await root("client", "cp /tmp/ca /tmp/old");
		await trust("www.lab.test", "blog.lab.test");
		edit(
			`url: "${site}",`,
			'url: "https://blog.lab.test", aliases: ["www.lab.test"],',
		);
		edit(/"www\.lab\.test\.(crt|key)"/g, '"blog.lab.test.$1"');
		const load = lab().lvsctl(
			["lab", "exec", "client", "--", "sh", "-s"],
			`rm -f /tmp/over
until [ -e /tmp/over ]; do for name in www blog; do curl -sS -m 20 -o /dev/null -w "$name %{http_code}\\n" -k --connect-to ::172.18.0.70: https://$name.lab.test/wp-login.php; done; sleep 2; done`,
		);
		const up = await good("up");
		await root("client", "touch /tmp/over");
		assert.match(up, /session at https/);
		const counts: Record<string, number> = {};
		for (const line of (await load).stdout.trim().split("\n"))
			counts[line] = (counts[line] ?? 0) + 1;
		console.log("requests while the name changed:", counts);
		assert.deepEqual(
			Object.keys(counts).filter((line) => !/ (200|301|302)$/.test(line)),
			[],
		);
		assert.equal(
			await curl(`-o /dev/null -w '%{http_code} %{redirect_url}' ${site}/x`),
			"301 https://blog.lab.test/x",
		);
		const page = await curl(
			`'https://blog.lab.test/?rest_route=/wp/v2/posts/${article.id}' | jq -r .content.rendered`,
		);
		assert.match(
			page,
			/src="https:\/\/blog\.lab\.test\/wp-content\/uploads\/it\.png"/,
		);
		assert.match(page, /href="https:\/\/blog\.lab\.test"/);
		assert.match(page, /href="https:\/\/blog\.lab\.test\/About\/"/);
		assert.match(
			page,
			/src="https:\/\/blog\.lab\.test\/wp-content\/uploads\/old\.png"/,
		);
		assert.match(page, /https:\/\/www\.lab\.test\.example\.com/);
		assert.equal(
			await root(
				"storage",
				"mariadb -N -B -e \"SELECT option_value FROM wordpress.wp_options WHERE option_name IN ('home', 'siteurl')\"",
			),
			"https://blog.lab.test\nhttps://blog.lab.test",
		);
	});

	test("with another database, which is empty, there is no fresh site in place of the old one", async () => {
		edit(
			"databases: { wordpress: {} }",
			"databases: { wordpress: {}, fresh: {} }",
		);
		edit('database.access("wordpress")', 'database.access("fresh")');
		const up = await lvsctl("up");
		assert.notEqual(up.exit, 0);
		assert.match(
			up.stdout + up.stderr,
			/the site is in tables wp_\* of database wordpress at 172\.18\.0\.69, and wp_\* of fresh at 172\.18\.0\.69 has nothing of it/,
		);
		// before anybody was sent there
		assert.equal(
			await curl(
				"-o /dev/null -w '%{http_code}' https://blog.lab.test/wp-login.php",
			),
			"200",
		);
		assert.equal(
			await root("storage", "mariadb -N -B -e 'SHOW TABLES IN fresh'"),
			"",
		);
		assert.equal(
			await curl(
				"-o /dev/null -w '%{http_code}' https://blog.lab.test/wp-admin/install.php",
			),
			"403",
		);
		edit('database.access("fresh")', 'database.access("wordpress")');
		await good("up");
	});

	test("where the tables are gone, no fresh site comes in their place", async () => {
		await root(
			"storage",
			"mariadb -e 'CREATE DATABASE aside' && for table in $(mariadb -N -B -e 'SHOW TABLES IN wordpress'); do mariadb -e \"RENAME TABLE wordpress.$table TO aside.$table\"; done",
		);
		const up = await lvsctl("up");
		assert.notEqual(up.exit, 0);
		assert.match(
			up.stdout + up.stderr,
			/this site was set up before, and the database that is declared now has nothing of it/,
		);
		assert.equal(
			await curl(
				"-o /dev/null -w '%{http_code}' https://blog.lab.test/wp-admin/install.php",
			),
			"403",
		);
		await root(
			"storage",
			"for table in $(mariadb -N -B -e 'SHOW TABLES IN aside'); do mariadb -e \"RENAME TABLE aside.$table TO wordpress.$table\"; done",
		);
		await good("up");
	});

	test("what users made is copied, and put back into a cluster that was destroyed with its data and built anew", async () => {
		// as it is called by now
		const program = readFileSync(join(lab().folder, "index.ts"), "utf8");
		const address = /url: "([^"]*)"/.exec(program)?.[1] ?? "";
		const { id } = JSON.parse(
			await root(
				"client",
				`${await signedIn(address)}
rest -H 'Content-Type: application/json' -d '{"title":"kept","status":"publish","content":"kept"}' '${address}/?rest_route=/wp/v2/posts'`,
			),
		) as { readonly id: number };
		const uploads = "/var/lib/wordpress/wp-content/uploads";
		await root(
			"rs1",
			`runuser -u www-data -- sh -c 'head -c 4000000 /dev/urandom >${uploads}/kept.bin'`,
		);
		const sum = await root("rs2", `sha256sum <${uploads}/kept.bin`);
		assert.match(await good("backup", "copies"), /\d copies in copies/);
		edit("databases: {", "deleteData: true, databases: {");
		edit("directories: {", "deleteData: true, directories: {");
		await good("up");
		await good("destroy");
		assert.equal(
			await root(
				"storage",
				"ls -d /srv/lvs/files/uploads/* /var/lib/mysql/wordpress 2>/dev/null || :",
			),
			"",
		);
		await good("up");
		assert.match(
			await good("restore", "copies", "--yes"),
			/all is as it was at/,
		);
		await good("up");
		assert.equal(await root("rs2", `sha256sum <${uploads}/kept.bin`), sum);
		assert.equal(
			await curl(
				`'${address}/?rest_route=/wp/v2/posts/${id}' | jq -r .title.rendered`,
			),
			"kept",
		);
	});

	test("where a proxy ends TLS before, its word counts, and that of others does not", async () => {
		const program = readFileSync(join(lab().folder, "index.ts"), "utf8");
		const address = /url: "([^"]*)"/.exec(program)?.[1] ?? "";
		const name = address.replace("https://", "");
		edit(
			/tls: \{ certificate: .*\},\n/,
			// smoke tests speak for the proxy from both clients
			'behindTls: { from: ["172.18.0.10/31"] },\n',
		);
		edit(/\t+https: \{ tcp: 443.*\n/, "");
		edit(
			'http: { tcp: 80, scheduler: "rr" }',
			'http: { tcp: 80, scheduler: "rr", check: blog.check(), whenAllFail: "keepAll" }',
		);
		edit(/service: "https", app/g, 'service: "http", app');
		assert.match(
			await good("up"),
			/session at http *: "session persistence is not needed"/,
		);
		for (const part of ["crt", "key"])
			await lvsctlInput(
				["lab", "exec", "client", "--", "sh", "-c", `cat >/tmp/proxy.${part}`],
				readFileSync(join(lab().folder, `${name}.${part}`), "utf8"),
			);
		await trust(name);
		await root(
			"client",
			`cat >/tmp/proxy.conf <<'END'
ServerRoot /tmp
ServerName proxy
PidFile /run/proxy.pid
ErrorLog /tmp/proxy.log
Listen 443
${[
	"mpm_event",
	"authz_core",
	"socache_shmcb",
	"ssl",
	"headers",
	"proxy",
	"proxy_http",
]
	.map(
		(each) =>
			`LoadModule ${each}_module /usr/lib/apache2/modules/mod_${each}.so`,
	)
	.join("\n")}
SSLEngine on
SSLCertificateFile /tmp/proxy.crt
SSLCertificateKeyFile /tmp/proxy.key
ProxyPreserveHost on
RequestHeader set X-Forwarded-Proto https
ProxyPass / http://172.18.0.70/
END
systemd-run -q --unit proxy apache2 -f /tmp/proxy.conf -DFOREGROUND; sleep 2`,
		);
		const by = (machine: string, words: string) =>
			root(machine, `curl -sS -m 60 ${words}`);
		const proxy = "--cacert /tmp/ca --connect-to ::127.0.0.1:443";
		const code = "-o /dev/null -w '%{http_code} %{redirect_url}'";
		const signIn = `-b wordpress_test_cookie=WP%20Cookie%20check -d log=admin -d testcookie=1 --data-urlencode 'pwd=${await password()}'`;
		const cookies = await by(
			"client",
			`${proxy} -c /tmp/proxied -o /dev/null -D - ${signIn} ${address}/wp-login.php | grep -i '^set-cookie: wordpress_logged_in'`,
		);
		assert.match(cookies, /secure/i);
		const proxied = async () => {
			for (let request = 0; request < 4; request++)
				assert.equal(
					await by(
						"client",
						`${proxy} -b /tmp/proxied ${code} ${address}/wp-admin/profile.php`,
					),
					"200 ",
				);
		};
		await proxied();
		// as a name server would tell it: what the site asks itself goes to the proxy as well
		assert.equal(
			await by(
				"rs1",
				`-k -o /dev/null -w '%{http_code}' --resolve ${name}:443:172.18.0.10 ${address}/wp-login.php`,
			),
			"200",
		);
		assert.equal(
			await root("rs1", `getent hosts ${name} || :`),
			"",
			"the site's name is not that of the real server itself",
		);
		// an operator whose logs shall have the visitor
		for (const machine of ["rs1", "rs2"])
			await root(
				machine,
				`printf 'RemoteIPHeader X-Forwarded-For\\nRemoteIPInternalProxy 172.18.0.10\\n' >/etc/apache2/conf-enabled/visitor.conf
a2enmod -q remoteip && systemctl restart apache2`,
			);
		await proxied();
		const direct = `--connect-to ::172.18.0.70: ${code} http://${name}/wp-login.php`;
		// who came by HTTP is sent to HTTPS
		assert.equal(await by("client", direct), `302 ${address}/wp-login.php`);
		assert.equal(
			await by("client", `-H 'X-Forwarded-Proto: https' ${direct}`),
			"200 ",
		);
		// control: a machine that is not declared says so too
		assert.equal(
			await by("storage", `-H 'X-Forwarded-Proto: https' ${direct}`),
			`302 ${address}/wp-login.php`,
		);
	});
});
