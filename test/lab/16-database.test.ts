import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onLab } from "./on-lab.ts";
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

	test("control: a replica that lags answers with what was", async () => {
		for (const machine of ["rs1", "rs2"])
			await sql(
				machine,
				"STOP SLAVE; CHANGE MASTER TO master_delay = 20; START SLAVE;",
			);
		const { exit, said } = await check();
		assert.equal(exit, 1, said);
		assert.match(said, /row 1 not on rs[12] after 5 s/);
		assert.match(said, /answer +a replica lags: what was just written must be/);
		for (const machine of ["rs1", "rs2"])
			await sql(
				machine,
				"STOP SLAVE; CHANGE MASTER TO master_delay = 0; START SLAVE;",
			);
		await readersAt(67, 68);
		const again = await check();
		assert.equal(again.exit, 0, again.said);
	});

	test("drift: a stopped replica, a lost grant, another password, and a replica whose copy is broken gets a new one", async () => {
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
	});

	test("a machine that has databases of its own is not overwritten", async () => {
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
			/has databases of its own \(accounts \)/,
		);
		assert.equal(await sql("client2", "SHOW TABLES IN accounts"), "a");
		writeFileSync(program, text);
		await up();
	});

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
		assert.match(await on("storage", "ls /var/lib/mysql/shop"), /kept/);
		assert.equal(
			await on("rs1", "ls -d /var/lib/mysql/shop 2>/dev/null || true"),
			"",
		);
	});
});
