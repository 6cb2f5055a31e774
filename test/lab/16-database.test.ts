import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onLab } from "./on-lab.ts";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";

describe("a database with replicas behind LVS", () => {
	const lab = sharedLab("labs/11-database");
	const check = async () => {
		const { exit, stdout, stderr } = await lab().lvsctl([
			"check",
			"--no-diagnose",
		]);
		return { exit, said: stdout + stderr };
	};
	const up = async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["up", "--no-refresh"]);
		assert.equal(exit, 0, stdout + stderr);
		return stdout;
	};
	const on = (machine: string, script: string) =>
		lab().run(machine, "sh", "-c", script);
	const sql = (machine: string, text: string) =>
		on(machine, `mariadb -N -B -e "${text}"`);
	/** As an application on another machine, by its user. */
	const asShop = (password: string, text: string) =>
		on(
			"client",
			`mariadb -h 172.18.0.69 -ushop -p${password} -N -B shop -e "${text}"`,
		);
	/** Waits until new readers come to these replicas alone. */
	const readersAt = (...replicas: (67 | 68)[]) =>
		on(
			"lb",
			`for i in $(seq 150); do
	at=$(ipvsadm -Sn | sed -n 's/^-a -t 172.18.0.71:3306 -r 172.18.0.\\([0-9]*\\):.* -w 1$/\\1/p' | tr '\\n' ' ')
	[ "$at" != "${replicas.map((each) => `${each} `).join("")}" ] || exit 0
	sleep 0.2
done
echo "readers at $at"; cat /var/lib/pulumi-lvs/reading-director/health; exit 1`,
		);

	test("one command: reading is shared, writing is not", async () => {
		// so that a replica need not be waited for so long
		onLab(lab).edit("database.check()", "database.check({ maxLagSeconds: 3 })");
		assert.match(await up(), /readBack at mariadb: "reading can be shared/);
	});

	test("again: nothing to do", async () => {
		assert.doesNotMatch(await up(), /updated|created/);
		assert.equal((await lab().lvsctl(["status"])).exit, 0);
	});

	test("a replica that stopped, or is too far behind, gets no readers until it has caught up", async () => {
		const lag = (replica: string) =>
			on("client", `curl -s http://${replica}:9336/lag/3`);
		await sql("rs1", "STOP SLAVE SQL_THREAD");
		await readersAt(68);
		assert.equal(
			await lag("172.18.0.67"),
			"replication is stopped (receives: Yes, applies: No)",
		);
		await sql("rs1", "START SLAVE");
		await readersAt(67, 68);
		await sql(
			"rs2",
			"STOP SLAVE; CHANGE MASTER TO master_delay = 60; START SLAVE;",
		);
		await sql("storage", "CREATE TABLE shop.behind (n INT)");
		await readersAt(67);
		assert.match(await lag("172.18.0.68"), /^\d+ seconds behind$/);
		await sql(
			"rs2",
			"STOP SLAVE; CHANGE MASTER TO master_delay = 0; START SLAVE;",
		);
		await sql("storage", "DROP TABLE shop.behind");
		await readersAt(67, 68);
	});

	test("each has its own user, for its own database, from its own network", async () => {
		const grants = await sql(
			"storage",
			"SHOW GRANTS FOR 'shop'@'172.18.0.0/255.255.255.0'",
		);
		assert.match(grants, /GRANT USAGE ON \*\.\* TO/);
		assert.match(
			grants,
			/GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX, ALTER ON .shop.\.\* TO/,
		);
		assert.equal(
			await on("storage", "ss -ltnH 'sport = 3306' | awk '{ print $4 }'"),
			"172.18.0.69:3306",
		);
	});

	test(
		"control: a replica that lags answers with what was",
		onlyIn("database"),
		async () => {
			for (const machine of ["rs1", "rs2"])
				await sql(
					machine,
					"STOP SLAVE; CHANGE MASTER TO master_delay = 20; START SLAVE;",
				);
			const { exit, said } = await check();
			assert.equal(exit, 1, said);
			assert.match(said, /row 1 not on rs[12] after 5 s/);
			assert.match(
				said,
				/answer +a replica lags: what was just written must be/,
			);
			for (const machine of ["rs1", "rs2"])
				await sql(
					machine,
					"STOP SLAVE; CHANGE MASTER TO master_delay = 0; START SLAVE;",
				);
			await readersAt(67, 68);
			const again = await check();
			assert.equal(again.exit, 0, again.said);
		},
	);

	test(
		"drift: a stopped replica, a lost grant, another password, and a replica whose copy is broken gets a new one",
		onlyIn("database"),
		async () => {
			await sql("rs1", "STOP SLAVE");
			await sql(
				"storage",
				"REVOKE INSERT ON shop.* FROM 'shop'@'172.18.0.0/255.255.255.0'; ALTER USER 'shop'@'172.18.0.0/255.255.255.0' IDENTIFIED BY 'other'",
			);
			await sql(
				"rs2",
				"STOP SLAVE; RESET SLAVE ALL; SET GLOBAL gtid_slave_pos = '0-1-1';",
			);
			await sql("rs2", "DROP DATABASE shop");
			const refresh = await lab().lvsctl(["refresh"]);
			assert.match(refresh.stdout, /replication.*=> "No\/No"/);
			assert.match(
				refresh.stdout,
				/grants of shop.*=> "ALTER,CREATE,DELETE,DROP,INDEX,SELECT,UPDATE"/,
			);
			assert.match(refresh.stdout, /password of shop/);
			await up();
			await readersAt(67, 68);
			const { exit, said } = await check();
			assert.equal(exit, 0, said);
		},
	);

	test(
		"a machine that has databases of its own is not overwritten",
		onlyIn("database"),
		async () => {
			const program = join(lab().folder, "index.ts");
			const text = readFileSync(program, "utf8");
			await on("client2", "systemctl start mariadb");
			await sql(
				"client2",
				"CREATE DATABASE accounts; CREATE TABLE accounts.a (n INT)",
			);
			writeFileSync(
				program,
				text.replace(
					/(\trs2: \{.*\n)/,
					'$1\trs3: { host: machines.client2, address: "172.18.0.11" },\n',
				),
			);
			const refused = await lab().lvsctl(["up", "--no-refresh"]);
			assert.notEqual(refused.exit, 0);
			assert.match(
				refused.stdout + refused.stderr,
				/MariaDB here has databases of its own \(accounts\), which a copy would replace/,
			);
			await sql(
				"client2",
				"DROP DATABASE accounts; CREATE USER 'backup'@'localhost' IDENTIFIED BY 'secret'",
			);
			const alone = await lab().lvsctl(["up", "--no-refresh"]);
			assert.notEqual(alone.exit, 0);
			assert.match(
				alone.stdout + alone.stderr,
				/MariaDB here has users of its own \(backup@localhost\), which a copy would replace/,
			);
			assert.equal(
				await on("client2", "ls -d /var/lib/pulumi-lvs/* 2>/dev/null || :"),
				"",
			);
			assert.equal(
				await on(
					"client2",
					"mariadb -u backup -psecret -N -B -e 'SELECT CURRENT_USER()'",
				),
				"backup@localhost",
			);
			await sql("client2", "DROP USER 'backup'@'localhost'");
			writeFileSync(program, text);
			await up();
		},
	);

	test(
		"rights that are declared are had, one that is taken out is gone, and one that was granted by hand stays",
		onlyIn("database"),
		async () => {
			onLab(lab).edit(
				"shop: {}",
				`shop: { password: "first", privileges: [${[
					...["ALTER", "CREATE", "CREATE TEMPORARY TABLES", "CREATE VIEW"],
					...["DELETE", "DROP", "INDEX", "INSERT", "LOCK TABLES", "SELECT"],
					...["SHOW VIEW", "TRIGGER", "UPDATE"],
				]
					.map((right) => `"${right}"`)
					.join(", ")}] }`,
			);
			await up();
			// with the binary log of the replicas the engine would refuse the trigger
			await asShop(
				"first",
				"CREATE TABLE t (n INT); CREATE TEMPORARY TABLE u (n INT); LOCK TABLES t READ; UNLOCK TABLES; CREATE VIEW v AS SELECT n FROM t; CREATE TRIGGER added BEFORE INSERT ON t FOR EACH ROW SET NEW.n = NEW.n + 1; INSERT INTO t VALUES (1)",
			);
			assert.equal(await asShop("first", "SELECT n FROM v"), "2");
			await on("client", "mariadb-dump -h 172.18.0.69 -ushop -pfirst shop");
			await sql(
				"storage",
				"GRANT EVENT ON shop.* TO 'shop'@'172.18.0.0/255.255.255.0'",
			);
			onLab(lab).edit('"LOCK TABLES", ', "");
			await up();
			const grants = await sql(
				"storage",
				"SHOW GRANTS FOR 'shop'@'172.18.0.0/255.255.255.0'",
			);
			assert.match(grants, /EVENT/);
			assert.doesNotMatch(grants, /LOCK TABLES/);
			await asShop("first", "DROP VIEW v; DROP TABLE t");
			assert.equal((await lab().lvsctl(["status"])).exit, 0);
		},
	);

	test(
		"a password that is exchanged is let in beside the former one, for an hour",
		onlyIn("database"),
		async () => {
			onLab(lab).edit('password: "first"', 'password: "second"');
			await up();
			for (const password of ["first", "second"])
				assert.equal(await asShop(password, "SELECT 1"), "1");
			assert.equal((await lab().lvsctl(["status"])).exit, 0);
			// an hour later
			await on(
				"storage",
				"echo $(($(date +%s) - 3601)) >/var/lib/pulumi-lvs/database-database/exchanged-shop",
			);
			const late = await lab().lvsctl(["status"]);
			assert.equal(late.exit, 1, late.stdout);
			assert.match(late.stdout, /password of shop.*and a former one/);
			await onLab(lab).good("up");
			assert.equal(await asShop("second", "SELECT 1"), "1");
			await assert.rejects(asShop("first", "SELECT 1"), /Access denied/);
			assert.equal((await lab().lvsctl(["status"])).exit, 0);
		},
	);

	test(
		"a user who sets his password ends the former one",
		onlyIn("database"),
		async () => {
			onLab(lab).edit('password: "second"', 'password: "third"');
			await up();
			await asShop("third", "SET PASSWORD = PASSWORD('third')");
			assert.equal(await asShop("third", "SELECT 1"), "1");
			await assert.rejects(asShop("second", "SELECT 1"), /Access denied/);
			assert.equal((await lab().lvsctl(["status"])).exit, 0);
		},
	);

	test(
		"another network: the former accounts are let in for an hour, and then end",
		onlyIn("database"),
		async () => {
			const network = (from: string, to: string) =>
				onLab(lab).edit(`network: "${from}"`, `network: "${to}"`);
			const theirs = () =>
				sql(
					"storage",
					"SELECT CONCAT(user, ' ', host) FROM mysql.global_priv WHERE user IN ('shop', 'lvs-replica') ORDER BY user, host",
				);
			const declared = await theirs();
			network("172.18.0.0/24", "172.16.0.0/12");
			await up();
			assert.equal((await theirs()).split("\n").length, 4);
			network("172.16.0.0/12", "172.18.0.0/24");
			await up();
			const status = await lab().lvsctl(["status"]);
			assert.equal(status.exit, 0, status.stdout);
			assert.match(
				status.stdout,
				/note: the account shop@172\.16\.0\.0\/255\.240\.0\.0 is declared no more, and is let in until an up after/,
			);
			// an hour later
			await on(
				"storage",
				`sed -i -E "s/ [1-9][0-9]*$/ $(($(date +%s) - 3601))/" /var/lib/pulumi-lvs/database-database/accounts`,
			);
			const late = await lab().lvsctl(["status"]);
			assert.equal(late.exit, 1, late.stdout);
			assert.match(late.stdout, /former accounts is shop@172\.16/);
			await onLab(lab).good("up");
			assert.equal(await theirs(), declared);
			await readersAt(67, 68);
		},
	);

	test(
		"a connection that is silent for longer than IPVS remembers goes on",
		onlyIn("database"),
		async () => {
			assert.equal(await sql("rs1", "SELECT @@tcp_keepalive_time"), "240");
			// the same, in seconds; the first connection is the control, without a sign of life in time
			await on("lb", "ipvsadm --set 20 0 0");
			const ask = (file: string) =>
				on(
					"client",
					`rm -f /tmp/${file}; setsid sh -c "(echo 'SELECT 1;'; sleep 45; echo 'SELECT 2;') | mariadb -h 172.18.0.71 -ushop -pthird --skip-reconnect --unbuffered -N >/tmp/${file} 2>&1" >/dev/null 2>&1 </dev/null &
				for i in $(seq 100); do ! grep -q 1 /tmp/${file} || exit 0; sleep 0.2; done; exit 1`,
				);
			await ask("without");
			for (const replica of ["rs1", "rs2"])
				await sql(
					replica,
					"SET GLOBAL tcp_keepalive_time = 5, GLOBAL tcp_keepalive_interval = 5",
				);
			await ask("with");
			await on("client", "sleep 50");
			assert.match(
				await on("client", "cat /tmp/without"),
				/^1\n[\s\S]*Lost connection/,
			);
			assert.equal(await on("client", "cat /tmp/with"), "1\n2");
			for (const replica of ["rs1", "rs2"])
				await sql(
					replica,
					"SET GLOBAL tcp_keepalive_time = 240, GLOBAL tcp_keepalive_interval = 30",
				);
			await on("lb", "ipvsadm --set 900 120 300");
		},
	);

	test(
		"a setting that the engine does not take leaves the old ones serving, and it goes on once that is mended",
		onlyIn("database"),
		async () => {
			for (const [wrong, said] of [
				['innodb_bufer_pool_size: "64M"', /innodb_bufer_pool_size=64M/],
				['innodb_flush_method: "sometimes"', /innodb-flush-method/],
			] as const) {
				onLab(lab).edit("settings: { ", `settings: { ${wrong}, `);
				const refused = await lab().lvsctl(["up", "--no-refresh"]);
				assert.notEqual(refused.exit, 0);
				assert.match(refused.stdout + refused.stderr, said);
				assert.equal(await asShop("third", "SELECT 1"), "1");
				onLab(lab).edit(`${wrong}, `, "");
			}
			await up();
			// they noticed that the engine was restarted
			await readersAt(67, 68);
			const { exit, stdout } = await lab().lvsctl(["status"]);
			assert.equal(exit, 0, stdout);
		},
	);

	test(
		"another directory is refused while the data is not there, and taken when somebody has brought it",
		onlyIn("database"),
		async () => {
			await asShop(
				"third",
				"CREATE TABLE articles (n INT); INSERT INTO articles VALUES (7)",
			);
			onLab(lab).edit(
				"\treplicas,",
				'\treplicas,\n\tdataDirectory: "/srv/engine/mysql",',
			);
			const refused = await lab().lvsctl(["up", "--no-refresh"]);
			assert.notEqual(refused.exit, 0);
			assert.match(
				refused.stdout + refused.stderr,
				/database shop: its data lies in \/var\/lib\/mysql\/shop of this machine, and there is no \/srv\/engine\/mysql\/shop here.*\n.*cp -a \/var\/lib\/mysql \/srv\/engine\/mysql/,
			);
			assert.equal(await asShop("third", "SELECT n FROM articles"), "7");
			await on(
				"storage",
				"systemctl stop mariadb && mkdir -p /srv/engine && cp -a /var/lib/mysql /srv/engine/mysql",
			);
			await up();
			assert.equal(await asShop("third", "SELECT n FROM articles"), "7");
			assert.equal(
				await sql("storage", "SELECT @@datadir"),
				"/srv/engine/mysql/",
			);
			await readersAt(67, 68);
			assert.equal(await sql("rs1", "SELECT n FROM shop.articles"), "7");
		},
	);

	test(
		"a directory on an empty machine is made; data that lies on another machine is brought by hand, or refused",
		onlyIn("database"),
		async () => {
			const text = readFileSync(join(lab().folder, "index.ts"), "utf8");
			const second = (machine: string, address: string) =>
				writeFileSync(
					join(lab().folder, "index.ts"),
					`${text}\nnew Database("second", { server: { host: machines.${machine}, address: "${address}" }, network: "172.18.0.0/24", databases: { orders: {} }, dataDirectory: "/srv/a/mysql", settings: { innodb_buffer_pool_size: "64M" } });\n`,
				);
			for (const machine of ["client", "client2"])
				await on(
					machine,
					"systemctl stop mariadb; rm -rf /var/lib/mysql; install -d -o mysql -g mysql -m 700 /var/lib/mysql",
				);
			second("client2", "172.18.0.11");
			await up();
			await sql(
				"client2",
				"CREATE TABLE orders.o (n INT); INSERT INTO orders.o VALUES (9)",
			);
			assert.equal(
				await on("client2", "stat -c '%U %a' /srv/a/mysql"),
				"mysql 700",
			);
			second("client", "172.18.0.10");
			const refused = await lab().lvsctl(["up", "--no-refresh"]);
			assert.notEqual(refused.exit, 0);
			assert.match(
				refused.stdout + refused.stderr,
				/database orders: its data lies in \/srv\/a\/mysql\/orders of \S+, and there is no \/srv\/a\/mysql\/orders here/,
			);
			assert.equal(
				await on("client", "ls /etc/mysql/mariadb.conf.d | grep lvs || true"),
				"",
			);
			// as the refusal says; the engine of the other machine has its directory already
			const dump = await on("client2", "mariadb-dump orders");
			await on(
				"client",
				`mkdir -p /srv/a && mariadb-install-db --user=mysql --datadir=/srv/a/mysql --skip-test-db >/dev/null && printf '[mysqld]\\ndatadir=/srv/a/mysql\\n' >/etc/mysql/mariadb.conf.d/98-own.cnf && systemctl start mariadb && mariadb -e 'CREATE DATABASE orders CHARACTER SET latin1' && mariadb orders <<'END'
${dump}
END`,
			);
			await up();
			assert.equal(await sql("client", "SELECT n FROM orders.o"), "9");
			// for tables that are made from now on
			assert.match(
				await sql("client", "SHOW CREATE DATABASE orders"),
				/CHARACTER SET utf8mb4/,
			);
			// what was on the other machine is still there, and is served no more
			assert.match(await on("client2", "ls /srv/a/mysql/orders"), /o\.ibd/);
			assert.equal(await on("client2", "pidof mariadbd || true"), "");
			assert.doesNotMatch(await up(), /updated|created/);
			writeFileSync(join(lab().folder, "index.ts"), text);
			await up();
		},
	);

	test(
		"an engine and a store whose address comes late at boot serve when it is there",
		onlyIn("database"),
		async () => {
			const program = join(lab().folder, "index.ts");
			const text = readFileSync(program, "utf8");
			writeFileSync(
				program,
				`${text.replace("Database,", "Database, SessionStore,")}
for (const type of ["redis", "memcached"] as const)
	new SessionStore(type, { server: { host: machines.storage, address: "172.18.0.69" }, type });\n`,
			);
			await up();
			const units =
				"mariadb lvs-redis-session-store lvs-memcached-session-store";
			assert.equal(
				await on(
					"storage",
					`device=$(ip -o -4 address show to 172.18.0.69 | awk '{ print $2 }')
systemctl stop ${units}
ip -4 address save dev $device >/run/addresses && ip address del $(ip -o -4 address show to 172.18.0.69 | awk '{ print $4 }') dev $device
systemctl start --no-block ${units}
sleep 20 # the distribution's engine ends at once, and systemd gives a unit up that failed five times in ten seconds
systemctl is-failed ${units} | grep -x failed || echo none failed
ip -4 address restore </run/addresses
for i in $(seq 40); do systemctl -q is-active mariadb && systemctl -q is-active lvs-redis-session-store && systemctl -q is-active lvs-memcached-session-store && break; sleep 1; done
systemctl is-active ${units} | sort -u; rm /run/addresses`,
				),
				"none failed\nactive",
			);
			writeFileSync(program, text);
			await up();
			for (const replica of ["rs1", "rs2"])
				await on(
					replica,
					`for i in $(seq 90); do mariadb -e 'SHOW SLAVE STATUS\\G' | grep -q 'Slave_IO_Running: Yes' && exit; sleep 1; done; exit 1`,
				);
		},
	);

	test("data on shared storage is refused before anything is touched, with the reason", async () => {
		const program = join(lab().folder, "index.ts");
		const text = readFileSync(program, "utf8");
		await on(
			"storage",
			"set -e; mkdir -p /etc/nfs.conf.d /etc/exports.d /srv/exported; printf '[nfsd]\\nvers3=n\\n' >/etc/nfs.conf.d/alone.conf; echo '/srv/exported 172.18.0.11(rw,sync,no_subtree_check)' >/etc/exports.d/alone.exports; systemctl start nfs-server; exportfs -ra",
		);
		await on(
			"client2",
			"systemctl stop mariadb; mkdir -p /srv/shared; mount -t nfs4 172.18.0.69:/srv/exported /srv/shared",
		);
		writeFileSync(
			program,
			`${text}\nnew Database("second", { server: { host: machines.client2, address: "172.18.0.11" }, network: "172.18.0.0/24", databases: { x: {} }, dataDirectory: "/srv/shared/mysql" });\n`,
		);
		const refused = await lab().lvsctl(["up", "--no-refresh"]);
		assert.notEqual(refused.exit, 0);
		assert.match(
			refused.stdout + refused.stderr,
			/\/srv\/shared\/mysql is on nfs, a network file system\n.*a second one on the same files would overwrite them/,
		);
		assert.equal(
			await on("client2", "ls /etc/mysql/mariadb.conf.d | grep lvs || true"),
			"",
		);
		writeFileSync(program, text);
		await on("client2", "umount /srv/shared");
	});

	test("destroy leaves the data where it was written, and takes the copies", async () => {
		await sql("storage", "CREATE TABLE shop.kept (n INT)");
		const { exit, stdout, stderr } = await lab().lvsctl(["destroy"]);
		assert.equal(exit, 0, stdout + stderr);
		assert.match(stdout, /left database shop: the users' data/);
		// where a test of the campaign moved it, or in its first place
		const places = "/srv/engine/mysql/shop /var/lib/mysql/shop";
		assert.match(await on("storage", `ls ${places} 2>/dev/null || :`), /kept/);
		assert.equal(await on("rs1", `ls -d ${places} 2>/dev/null || :`), "");
		assert.equal(
			await on(
				"rs1",
				`systemctl start mariadb && mariadb -N -B -e "SELECT user FROM mysql.global_priv WHERE user IN ('shop', 'lvs-replica', 'lvs-lag')"; systemctl stop mariadb`,
			),
			"",
			"users that came with the copy",
		);
	});
});
