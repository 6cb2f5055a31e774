import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";
import { splitLab, splitProgram } from "./split-program.ts";

// WordPress reads from replicas through LVS, and writes to the one engine that takes writes.

const engines = ["storage", "db1", "db2"] as const;
type Engine = (typeof engines)[number];

describe("reading and writing of WordPress are split", () => {
	const lab = sharedLab(splitLab);
	const { root, good, lvsctl, edit, status } = onLab(lab);
	const content = "/var/lib/wordpress/wp-content";
	const sql = (machine: string, text: string) =>
		root(machine, `mariadb -N -B <<'END'\n${text}\nEND`);

	/** The path of the article that each site begins with. */
	let article = "";

	/** What the client gets by the VIP, with the cookies of a visitor or none. */
	async function ask(path: string, { jar = "", words = "" } = {}) {
		const text = await root(
			"client",
			`curl -sS -i -m 100 --connect-to ::172.18.0.70: ${jar && `-b ${jar} -c ${jar}`} ${words} 'http://www.lab.test${path}'`,
		);
		const header = (name: string) =>
			new RegExp(`^${name}: (.*?)\\r?$`, "im").exec(text)?.[1];
		return {
			text,
			status: Number(/^HTTP\S+ (\d+)/.exec(text)?.[1]),
			by: header("x-real-server"),
			from: header("x-reads-from"),
		};
	}

	/** How many statements of these kinds the engine of each machine had. */
	async function counts(
		...kinds: string[]
	): Promise<Record<Engine, Record<string, number>>> {
		const of = async (machine: Engine) =>
			Object.fromEntries(
				(await sql(machine, "SHOW GLOBAL STATUS LIKE 'Com_%'"))
					.split("\n")
					.map((line) => line.split("\t"))
					.filter(([name = ""]) => kinds.includes(name))
					.map(([name = "", count]) => [name, Number(count)]),
			);
		return {
			storage: await of("storage"),
			db1: await of("db1"),
			db2: await of("db2"),
		};
	}

	/** What became more while something was done. */
	async function counted(kinds: string[], work: () => Promise<unknown>) {
		const earlier = await counts(...kinds);
		await work();
		const later = await counts(...kinds);
		const more = Object.fromEntries(
			engines.map((engine) => [
				engine,
				Object.fromEntries(
					kinds.map((kind) => [
						kind,
						(later[engine][kind] ?? 0) - (earlier[engine][kind] ?? 0),
					]),
				),
			]),
		) as Record<Engine, Record<string, number>>;
		console.log(more);
		return more;
	}

	/** Lets replicas be so many seconds behind. */
	const delay = async (seconds: number) => {
		for (const replica of ["db1", "db2"])
			await sql(
				replica,
				`STOP SLAVE; CHANGE MASTER TO master_delay = ${seconds}; START SLAVE;`,
			);
	};

	/** A visitor says something, who is not signed in. */
	const comment = async (text: string, jar: string) => {
		await root("client", `rm -f ${jar}`);
		// WordPress lets one machine say something each 15 s
		await sql(
			"storage",
			"UPDATE wordpress.wp_comments SET comment_date_gmt = comment_date_gmt - INTERVAL 1 HOUR",
		);
		const said = await ask("/wp-comments-post.php", {
			jar,
			words: `-d comment_post_ID=1 -d author=somebody -d email=it@lab.test --data-urlencode 'comment=${text}'`,
		});
		assert.equal(said.status, 302, said.text);
	};

	before(() => {
		writeFileSync(join(lab().folder, "index.ts"), splitProgram);
		writeFileSync(
			join(lab().folder, "Pulumi.yaml"),
			"name: lvs-split\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
		);
	});

	test("a db.php of somebody else is not replaced, and nothing is changed on that machine", async () => {
		await root(
			"rs2",
			`mkdir -p ${content}; echo '<?php // mine' >${content}/db.php`,
		);
		const { exit, stdout, stderr } = await lvsctl("up");
		assert.notEqual(exit, 0);
		assert.match(
			stdout + stderr,
			/rs2[\s\S]*\/var\/lib\/wordpress\/wp-content\/db\.php holds something of yours/,
		);
		assert.equal(
			await root(
				"rs2",
				`cat ${content}/db.php; ls /var/lib/pulumi-lvs 2>/dev/null || :`,
			),
			"<?php // mine",
		);
		await root("rs2", `rm ${content}/db.php`);
	});

	test("visitors read from both replicas, and a page costs the other engine its connection", async () => {
		await good("up");
		await sql(
			"storage",
			"UPDATE wordpress.wp_options SET option_value = '0' WHERE option_name IN ('comment_moderation', 'comment_previously_approved')",
		);
		article = new URL(
			(await root(
				"client",
				"curl -sS -m 100 -o /dev/null -w '%{redirect_url}' --connect-to ::172.18.0.70: 'http://www.lab.test/?p=1'",
			)) || assert.fail("the article has no address"),
		).pathname;
		// what the first pages make for later ones is made
		for (const _ of ["rs1", "rs2"]) await ask(article);
		// what is due reads where it is written
		const due = (verb: string) =>
			Promise.all(
				["rs1", "rs2"].map((machine) =>
					root(machine, `systemctl ${verb} lvs-blog-cron.timer`),
				),
			);
		await due("stop lvs-blog-cron.service");
		const seen = new Set<string>();
		const more = await counted(["Com_select", "Com_insert"], async () => {
			for (let page = 0; page < 8; page++) {
				const { status, from, by = "", text } = await ask(article);
				assert.equal(status, 200);
				assert.equal(from, "replicas", text.slice(0, 500));
				seen.add(by);
			}
		});
		await due("start");
		assert.deepEqual([...seen].sort(), ["rs1", "rs2"]);
		const of = (engine: Engine) => more[engine].Com_select ?? 0;
		assert.ok(of("db1") > 40 && of("db2") > 40, "both replicas are read from");
		// one each for its connection
		assert.ok(of("storage") < 16, "the writer is not");
	});

	test("what is written goes to the engine that takes writes, and replicas get it from there", async () => {
		// what they get from there counts too
		await delay(600);
		const more = await counted(["Com_insert", "Com_update"], () =>
			comment("first words", "/tmp/first"),
		);
		await delay(0);
		assert.ok((more.storage.Com_insert ?? 0) > 0);
		for (const replica of ["db1", "db2"] as const)
			assert.deepEqual(more[replica], { Com_insert: 0, Com_update: 0 });
		const other = await ask(article);
		assert.equal(other.from, "replicas");
		assert.match(other.text, /first words/);
	});

	test("who wrote reads it at once, by whichever real server, while others get what the replicas have", async () => {
		await delay(600);
		await comment("own words", "/tmp/own");
		const by = new Set<string | undefined>();
		for (let page = 0; page < 4; page++) {
			const own = await ask(article, { jar: "/tmp/own" });
			assert.equal(own.from, "writer (just wrote)");
			assert.match(own.text, /own words/);
			by.add(own.by);
		}
		assert.deepEqual([...by].sort(), ["rs1", "rs2"]);
		const other = await ask(article);
		assert.equal(other.from, "replicas");
		assert.doesNotMatch(other.text, /own words/);
	});

	test("control: without it, what was just written is missing", async () => {
		edit("ownWritesSeconds: 601", "ownWritesSeconds: 0");
		await good("up");
		await delay(600);
		await comment("lost words", "/tmp/lost");
		const own = await ask(article, { jar: "/tmp/lost" });
		assert.equal(own.from, "replicas");
		assert.doesNotMatch(own.text, /lost words/);
		edit("ownWritesSeconds: 0", "ownWritesSeconds: 601");
		await good("up");
		await delay(0);
	});

	test("who is signed in, signs in or sends something reads from the engine that takes writes", async () => {
		for (const [path, words, from] of [
			["/", "-b wordpress_logged_in_x=y", "writer (signed in)"],
			["/", "-H 'Authorization: Basic eDp5'", "writer (signed in)"],
			["/wp-login.php", "", "writer (no page of the site)"],
			["/wp-admin/admin-ajax.php", "", "writer (no page of the site)"],
			["/?rest_route=/wp/v2/posts", "-d a=b", "writer (POST)"],
			["/?rest_route=/wp/v2/posts", "", "replicas"],
		] as const)
			assert.equal((await ask(path, { words })).from, from, `${path} ${words}`);
	});

	test("each statement goes where it must", async () => {
		const cases: Readonly<Record<string, string>> = {
			"SELECT 1 FROM t": "read",
			" (select 1) union (select 2)": "read",
			"SELECT SQL_CALC_FOUND_ROWS * FROM t LIMIT 1": "read",
			"SELECT FOUND_ROWS()": "same",
			"SELECT 'for update; it''s FOUND_ROWS() @x \\' INTO' FROM t": "read",
			"SELECT * FROM t WHERE a = 'x@y.z'": "read",
			"SELECT * FROM t FOR UPDATE": "here",
			"SELECT * FROM t LOCK IN SHARE MODE": "here",
			"SELECT GET_LOCK('a', 1)": "here",
			"SELECT @@server_id": "here",
			"SELECT @n := 1": "here",
			"SELECT LAST_INSERT_ID()": "here",
			"SELECT 1 INTO OUTFILE '/tmp/x'": "here",
			"SHOW FULL COLUMNS FROM t": "read",
			"SHOW TABLES LIKE 'a'": "read",
			"SHOW VARIABLES": "here",
			"SHOW WARNINGS": "same",
			"DESCRIBE t": "read",
			"INSERT INTO t SELECT * FROM u": "write",
			"UPDATE t SET a = 'SELECT'": "write",
			"CREATE TEMPORARY TABLE t (n INT)": "write",
			"START TRANSACTION": "write",
			"SET autocommit = 0": "write",
			"INSERT INTO `wp_options` (`option_name`, `option_value`, `autoload`) VALUES ('_transient_timeout_x', '1', 'no') ON DUPLICATE KEY UPDATE `option_name` = VALUES(`option_name`)":
				"aside",
			"UPDATE `wp_options` SET `option_value` = 'it''s' WHERE `option_name` = '_site_transient_x'":
				"aside",
			"DELETE FROM `wp_options` WHERE `option_name` = '_transient_x'": "aside",
			"UPDATE `wp_options` SET `option_value` = ' WHERE `option_name` = ''_transient_x' WHERE `option_name` = 'x'":
				"write",
			"INSERT INTO `wp_options` (`option_name`, `option_value`) VALUES ('x', '_transient_x')":
				"write",
			"LOCK TABLES t WRITE": "write",
			"WITH a AS (SELECT 1) SELECT * FROM a": "write",
			"/* SELECT */ DELETE FROM t": "write",
		};
		await root(
			"rs1",
			`cat >/tmp/goes.php <<'END'
<?php
class wpdb { function __construct(...$way) {} function query($query) {} function check_connection($bail = true) {} }
foreach (['LVS_READS', 'DB_USER', 'DB_PASSWORD', 'DB_NAME', 'DB_HOST'] as $name) define($name, 'x');
require '${content}/db.php';
echo json_encode(array_map(fn($each) => LVS_Reads::lvs_goes($each), json_decode(file_get_contents('/tmp/goes.json'))));
END
cat >/tmp/goes.json <<'END'
${JSON.stringify(Object.keys(cases))}
END`,
		);
		const goes = JSON.parse(
			await root("rs1", "php /tmp/goes.php"),
		) as readonly string[];
		assert.deepEqual(
			Object.fromEntries(
				Object.keys(cases).map((statement, index) => [statement, goes[index]]),
			),
			cases,
		);
	});

	test("a page that writes reads it, counts rows where they were read, and goes on where a replica lacks a table", async () => {
		for (const machine of ["rs1", "rs2"])
			await root(
				machine,
				`mkdir -p ${content}/mu-plugins; cat >${content}/mu-plugins/try.php <<'END'
<?php add_action('init', function () {
	if (!isset($_GET['try'])) return;
	global $wpdb;
	$id = fn() => $wpdb->get_var("SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_VARIABLES WHERE VARIABLE_NAME = 'SERVER_ID'") & 255;
	$said = [];
	if ($_GET['try'] === 'write') {
		$wpdb->get_results("SELECT SQL_CALC_FOUND_ROWS option_id FROM $wpdb->options LIMIT 1");
		$said[] = $wpdb->get_var('SELECT FOUND_ROWS()') > 50 ? 'counted' : 'not counted';
		$said[] = $id();
		$wpdb->query("UPDATE $wpdb->options SET autoload = 'yes' WHERE option_name = 'blogname'");
		$said[] = $id();
	} else {
		$said[] = $id();
		$said[] = $wpdb->get_var('SELECT n FROM only_here');
		$said[] = $id();
	}
	wp_die(implode(' ', $said), '', ['response' => 200]);
}, 0);
END`,
			);
		const said = async (what: string) =>
			/counted \d+ \d+|\d+ seven \d+/.exec(
				(await ask(`/?try=${what}`)).text,
			)?.[0];
		assert.match((await said("write")) ?? "", /^counted 7[23] 69$/);
		await sql(
			"storage",
			"SET SESSION sql_log_bin = 0; USE wordpress; CREATE TABLE only_here (n VARCHAR(9)); INSERT INTO only_here VALUES ('seven')",
		);
		assert.match((await said("table")) ?? "", /^7[23] seven 69$/);
		await sql(
			"storage",
			"SET SESSION sql_log_bin = 0; DROP TABLE wordpress.only_here",
		);
		// until replicas are asked again, of which one lacked a table
		await Promise.all(
			["rs1", "rs2"].map((machine) =>
				root(machine, `rm ${content}/mu-plugins/try.php; sleep 31`),
			),
		);
	});

	test("one replica goes, then the other: every page is served, and the journal says by whom", async () => {
		const until = async (from: string) => {
			const end = Date.now() + 90_000;
			while (Date.now() < end) {
				const got = await ask(article);
				assert.equal(got.status, 200);
				if (got.from === from) return;
			}
			assert.fail(`no page from ${from}`);
		};
		await until("replicas");
		await root("db1", "systemctl stop mariadb");
		for (let page = 0; page < 4; page++)
			assert.equal((await ask(article)).status, 200);
		await root("db2", "systemctl stop mariadb");
		for (let page = 0; page < 4; page++)
			assert.deepEqual(
				await ask(article).then(({ status, from }) => [status, from]),
				[200, "writer (replicas away)"],
			);
		const journal = () =>
			root("rs1", "journalctl -o cat --no-pager | grep pulumi-lvs:");
		assert.match(
			await journal(),
			/replicas at 172\.18\.0\.71:3306 failed \(.+\): pages are read from the engine that takes writes/,
		);
		for (const replica of ["db1", "db2"])
			await root(replica, "systemctl start mariadb");
		await until("replicas");
		await until("replicas");
		const said = await journal();
		assert.match(said, /answer again; \d+ pages were read from the engine/);
		console.log(said);
		const { exit } = await status();
		assert.equal(exit, 0);
	});

	test("replicas that freeze hold up one page of each real server, and not each", async () => {
		const engines = (signal: string) =>
			Promise.all(
				["db1", "db2"].map((replica) =>
					root(replica, `systemctl kill -s ${signal} mariadb`),
				),
			);
		const seconds: number[] = [];
		await engines("STOP");
		try {
			for (let page = 0; page < 6; page++) {
				const start = performance.now();
				const { status, from } = await ask(article);
				seconds.push((performance.now() - start) / 1000);
				assert.deepEqual([status, from], [200, "writer (replicas away)"]);
			}
		} finally {
			await engines("CONT");
		}
		const held = seconds.filter((each) => each > 9);
		assert.ok(held.length > 0 && held.length <= 2, `${held.length} held up`);
		assert.ok(Math.max(...seconds) < 25);
	});

	test("it can be taken out again", async () => {
		edit(/, \{ reads: \{.*?\} \}/, "");
		await good("up");
		assert.equal((await ask(article)).from, undefined);
		assert.equal(
			await root(
				"rs1",
				`ls ${content} | grep db.php; grep LVS_READS /etc/wordpress/config-lvs-blog.php || :`,
			),
			"",
		);
	});
});
