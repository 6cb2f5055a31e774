import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";
import { objectsLab, objectsProgram } from "./objects-program.ts";

// What WordPress read is kept for the next page and for both real servers, beside a session store, and hides nothing that was written since.

const addresses = { rs1: "172.18.0.67", rs2: "172.18.0.68" } as const;
type RealServer = keyof typeof addresses;
const both = ["rs1", "rs2"] as const;

describe("WordPress keeps what it read", () => {
	const lab = sharedLab(objectsLab);
	const { root, good, lvsctl, edit, status } = onLab(lab);
	const content = "/var/lib/wordpress/wp-content";
	const sql = (text: string) =>
		root("storage", `mariadb -N -B wordpress <<'END'\n${text}\nEND`);
	const redis = (store: string, port: number, words: string) =>
		root(
			"storage",
			`REDISCLI_AUTH=$(sed -n 's/^requirepass //p' /etc/pulumi-lvs/${store}-redis.conf) redis-cli -h 172.18.0.69 -p ${port} ${words}`,
		);
	/** Runs PHP with all of WordPress on a real server, as the web server's user. */
	const php = (realServer: RealServer, code: string) =>
		root(
			realServer,
			`cat >/tmp/code.php <<'END'
<?php
foreach (['HTTP_HOST' => 'www.lab.test', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET', 'WORDPRESS_CONFIG' => 'lvs-blog'] as $name => $is) $_SERVER[$name] = $is;
require '/usr/share/wordpress/wp-load.php';
${code}
END
runuser -u www-data -- php /tmp/code.php`,
		);
	const write = (realServer: RealServer, title: string) =>
		php(
			realServer,
			`wp_update_post(['ID' => 1, 'post_title' => '${title}']); update_option('blogname', '${title}');`,
		);

	/** What the client gets of one real server. */
	async function ask(realServer: RealServer, path = "/?p=1") {
		const text = await root(
			"client",
			`curl -sS -i -L -m 100 -w '\\nseconds: %{time_total}\\n' --connect-to ::${addresses[realServer]}: 'http://www.lab.test${path}'`,
		);
		return {
			text,
			status: Number(/.*^HTTP\S+ (\d+)/ms.exec(text)?.[1]),
			from: /.*^x-objects-from: (.*?)\r?$/ims.exec(text)?.[1],
			seconds: Number(/^seconds: (.*)$/m.exec(text)?.[1]),
		};
	}
	/** The page of each real server has this title of article and site. */
	async function shows(title: string, from?: string) {
		for (const realServer of both) {
			const page = await ask(realServer);
			assert.equal(page.status, 200);
			if (from !== undefined) assert.equal(page.from, from);
			assert.match(
				page.text,
				new RegExp(`<title>${title} (&#8211;|–) ${title}</title>`),
				`${realServer}: ${/<title>.*<\/title>/.exec(page.text)?.[0]}`,
			);
		}
	}
	/** The cache is asked again only after ten seconds. */
	const askedAgain = () =>
		new Promise((resolve) => setTimeout(resolve, 11_000));

	/** Statements of a page of ten articles, and milliseconds of the one in the middle of seven. */
	async function measured() {
		for (let page = 0; page < 2; page++) await ask("rs1", "/");
		const count = async () =>
			Number(
				(await sql("SHOW GLOBAL STATUS LIKE 'Com_select'")).split("\t")[1],
			);
		const earlier = await count();
		const seconds: number[] = [];
		for (let page = 0; page < 7; page++) {
			const { status, seconds: each } = await ask("rs1", "/");
			assert.equal(status, 200);
			seconds.push(each);
		}
		const statements = ((await count()) - earlier) / 7;
		const middle = seconds.sort((one, other) => one - other)[3] ?? 0;
		return { statements, milliseconds: Math.round(1000 * middle) };
	}
	let without = { statements: 0, milliseconds: 0 };
	/** The file that lets a real server leave the cache alone. */
	const mark =
		"$(ls -d /tmp/systemd-private-*-apache2.service-*/tmp)/lvs-objects-$(printf '172.18.0.69:6380 wordpress' | md5sum | cut -c 1-32)";
	/** Milliseconds of the page in the middle, with and without it in turns, as the machine is busy with other things too. */
	async function inTurns() {
		const seconds: Record<string, number[]> = { cache: [], database: [] };
		for (let turn = 0; turn < 7; turn++)
			for (const from of ["cache", "database"]) {
				await root(
					"rs1",
					from === "cache" ? `rm -f ${mark}` : `touch -d '+1 hour' ${mark}`,
				);
				const page = await ask("rs1", "/");
				assert.equal(page.from, from);
				seconds[from]?.push(page.seconds);
			}
		await root("rs1", `rm -f ${mark}`);
		return Object.fromEntries(
			Object.entries(seconds).map(([from, all]) => [
				from,
				Math.round(1000 * (all.sort((one, other) => one - other)[3] ?? 0)),
			]),
		);
	}

	before(() => {
		writeFileSync(join(lab().folder, "index.ts"), objectsProgram);
		writeFileSync(
			join(lab().folder, "Pulumi.yaml"),
			"name: lvs-objects\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
		);
	});

	test("control: without it each page asks the database for everything", async () => {
		await good("up");
		await php(
			"rs1",
			`wp_defer_term_counting(true);
foreach (range(1, 5) as $n) $in[] = wp_insert_term("about $n", 'category')['term_id'];
foreach (range(1, 50) as $n) {
	$id = wp_insert_post(['post_title' => "Article $n", 'post_content' => str_repeat("Words of $n. ", 100), 'post_status' => 'publish', 'post_author' => 1]);
	wp_set_post_terms($id, [$in[$n % 5]], 'category');
	wp_set_post_terms($id, ['tag' . $n % 7], 'post_tag');
}
wp_defer_term_counting(false);
update_option('permalink_structure', '/%postname%/');`,
		);
		// what is due asks the database too
		for (const realServer of both)
			await root(realServer, "systemctl stop lvs-blog-cron.timer");
		without = await measured();
		console.log("without", without);
		assert.ok(without.statements > 20);
		assert.equal((await ask("rs1")).from, undefined);
	});

	test("an object-cache.php of somebody else is not replaced, and nothing is changed on that machine", async () => {
		edit(/\n\tuploads: "elsewhere",/, "$&\n\tobjects,");
		const place = `${content}/object-cache.php`;
		await root("rs2", `echo '<?php // mine' >${place}`);
		const { exit, stdout, stderr } = await lvsctl("up");
		assert.notEqual(exit, 0);
		assert.match(
			stdout + stderr,
			/rs2[\s\S]*\/var\/lib\/wordpress\/wp-content\/object-cache\.php holds something of yours/,
		);
		assert.equal(
			await root(
				"rs2",
				`cat ${place}; grep LVS_OBJECTS /etc/wordpress/config-lvs-blog.php || :`,
			),
			"<?php // mine",
		);
		await root("rs2", `rm ${place}`);
	});

	test("with it a page asks the database which generation it is", async () => {
		await good("up");
		for (const realServer of both)
			await root(realServer, "systemctl stop lvs-blog-cron.timer");
		const found = await measured();
		console.log("with", found);
		assert.equal((await ask("rs1", "/")).from, "cache");
		// one of them is of the connection
		assert.ok(found.statements <= 3, `${found.statements} statements`);
		console.log("milliseconds in turns", await inTurns());
		for (const realServer of both)
			await root(realServer, "systemctl start lvs-blog-cron.timer");
		const { exit } = await status();
		assert.equal(exit, 0);
	});

	test("it has memory of its own: objects push out no session", async () => {
		await redis("sessions", 6379, "set PHPREDIS_SESSION:x y ex 1000");
		await redis(
			"objects",
			6380,
			// 40 MB; what must go does so between the calls
			"-r 40 eval \"local now = redis.call('TIME')[2]; for n = 1, 10 do redis.call('SET', now .. n, string.rep('x', 100000)) end\" 0",
		);
		const evicted = async (store: string, port: number) =>
			Number(
				/^evicted_keys:(\d+)/m.exec(
					await redis(store, port, "info stats"),
				)?.[1],
			);
		assert.ok((await evicted("objects", 6380)) > 100);
		assert.equal(await evicted("sessions", 6379), 0);
		assert.equal(
			await redis("sessions", 6379, "exists PHPREDIS_SESSION:x"),
			"1",
		);
		// that the oldest go is no remark
		assert.doesNotMatch(await good("status"), /megabytes/);
	});

	test("does what plug-ins may ask of it", async () => {
		await root(
			"rs1",
			`cat >/tmp/api.php <<'END'\n${readFileSync(new URL("objects-api.php", import.meta.url), "utf8")}\nEND`,
		);
		assert.equal(
			await root("rs1", "runuser -u www-data -- php /tmp/api.php"),
			"0 fails",
		);
	});

	test("an object of a plug-in's class is the same on the next page", async () => {
		const plugin = `${content}/mu-plugins/kept.php`;
		await root(
			"rs1",
			`mkdir -p ${content}/mu-plugins; cat >${plugin} <<'END'\n${readFileSync(new URL("objects-class.php", import.meta.url), "utf8")}\nEND`,
		);
		const said = async (what: string) => {
			const page = await ask("rs1", `/index.php?kept=${what}`);
			assert.equal(page.from, "cache");
			return JSON.parse(/^\{.*\}$/m.exec(page.text)?.[0] ?? page.text);
		};
		try {
			for (const next of ["look", "away"]) {
				assert.deepEqual(await said("put"), {
					object: "a",
					early: "b",
					number: 41,
					old: "old",
					gone: "gone",
				});
				assert.deepEqual(await said(next), {
					added: false,
					deleted: true,
					object: "a",
					early: "b",
					number: 42,
					old: "new",
					gone: false,
				});
			}
		} finally {
			await root("rs1", `rm ${plugin}`);
		}
	});

	test("what one real server wrote, both show", async () => {
		await shows(
			/<title>(.*?) &/.exec((await ask("rs1")).text)?.[1] ?? "",
		).catch(() => {});
		await write("rs1", "first");
		await shows("first", "cache");
		await write("rs2", "second");
		await shows("second", "cache");
	});

	test("a page that read before a change does not bring back what was", async () => {
		await php(
			"rs1",
			`$row = $wpdb->get_row("SELECT * FROM $wpdb->posts WHERE ID = 1");
// as another page does meanwhile, to the last step
$wpdb->update($wpdb->posts, ['post_title' => 'third'], ['ID' => 1]);
update_option('blogname', 'third');
shell_exec('WORDPRESS_CONFIG=lvs-blog php -r ' . escapeshellarg('define("SHORTINIT", true); foreach (["HTTP_HOST" => "x", "REQUEST_URI" => "/", "SERVER_PROTOCOL" => "HTTP/1.1"] as $name => $is) $_SERVER[$name] = $is; require "/usr/share/wordpress/wp-load.php"; wp_cache_delete(1, "posts");'));
$posts = [new WP_Post($row)];
update_post_cache($posts);`,
		);
		await shows("third", "cache");
	});

	test("a cache that freezes costs one page of each real server half a second, and hides nothing that was written meanwhile", async () => {
		const unit = (signal: string) =>
			root("storage", `systemctl kill -s ${signal} lvs-objects-object-cache`);
		await unit("STOP");
		try {
			const seconds: Record<RealServer, number[]> = { rs1: [], rs2: [] };
			for (const realServer of both)
				for (let page = 0; page < 3; page++) {
					const { status, from, seconds: each } = await ask(realServer);
					assert.deepEqual([status, from], [200, "database"]);
					seconds[realServer].push(each);
				}
			console.log("frozen", seconds);
			await write("rs1", "fourth");
			await shows("fourth", "database");
		} finally {
			await unit("CONT");
		}
		await askedAgain();
		await shows("fourth", "cache");
		const said = await root(
			"rs1",
			"journalctl -t apache2 -t php -t httpd --no-pager -o cat --since -5m | grep 'object cache' || journalctl --no-pager -o cat --since -5m | grep 'pulumi-lvs: the object cache'",
		);
		assert.match(said, /failed \(.*\): pages go without it/);
		assert.match(said, /answers again; \d+ pages went without it/);
	});

	test("control: the cache stopped, pages are served, and it begins empty", async () => {
		await root("storage", "systemctl stop lvs-objects-object-cache");
		await shows("fourth");
		console.log("stopped", await measured());
		await write("rs2", "fifth");
		await shows("fifth", "database");
		await root("storage", "systemctl start lvs-objects-object-cache");
		await askedAgain();
		await shows("fifth", "cache");
	});

	test("a real server that cannot reach it writes, and the other one shows it at once", async () => {
		await root(
			"rs2",
			"nft add table ip try; nft 'add chain ip try out { type filter hook output priority 0; }'; nft add rule ip try out tcp dport 6380 drop",
		);
		await write("rs2", "sixth");
		assert.equal((await ask("rs1")).from, "cache");
		await shows("sixth");
		assert.equal((await ask("rs2")).from, "database");
		await root("rs2", "nft delete table ip try");
		await askedAgain();
		await shows("sixth", "cache");
	});

	test("a real server that knows another cache goes without, and hides nothing on the others", async () => {
		const config = "/etc/wordpress/config-lvs-blog.php";
		const password = await root(
			"storage",
			"sed -n 's/^requirepass //p' /etc/pulumi-lvs/sessions-redis.conf",
		);
		await root(
			"rs2",
			`cp -p ${config} /root/config; sed -i "s/'172.18.0.69:6380'/'172.18.0.69:6379'/; s/\\(LVS_OBJECTS_PASSWORD', '\\).*'/\\1${password}'/" ${config}; systemctl restart apache2`,
		);
		assert.equal((await ask("rs2")).from, "database");
		await write("rs2", "sixth");
		assert.equal((await ask("rs1")).from, "cache");
		await shows("sixth");
		await write("rs1", "other");
		await shows("other");
		await write("rs2", "sixth");
		await shows("sixth");
		await root(
			"rs2",
			`cp -p /root/config ${config}; systemctl restart apache2`,
		);
		await askedAgain();
		await shows("sixth", "cache");
	});

	test("it forgets when the database is put back, by lvsctl or by hand", async () => {
		await good("backup", "copies");
		await root("storage", "mariadb-dump wordpress >/root/dump.sql");
		await write("rs1", "seventh");
		await shows("seventh", "cache");
		await good("restore", "copies", "--yes");
		await shows("sixth", "cache");
		await write("rs1", "eighth");
		await shows("eighth", "cache");
		await root("storage", "mariadb wordpress </root/dump.sql");
		await shows("sixth", "cache");
	});

	test("it can be taken out again", async () => {
		edit("\n\tobjects,", "");
		await good("up");
		assert.equal((await ask("rs1")).from, undefined);
		await shows("sixth");
		assert.equal(
			await root(
				"rs1",
				`ls ${content} | grep object-cache || :; grep LVS_OBJECTS /etc/wordpress/config-lvs-blog.php || :`,
			),
			"",
		);
	});
});
