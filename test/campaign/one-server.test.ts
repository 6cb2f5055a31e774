import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";
import { playedForum } from "./played-forum.ts";

// WordPress and Discuz! (whose code is played) on one real server that shares nothing: what their users made lies on it alone.

describe("applications on one real server", () => {
	const lab = sharedLab("labs/03-fwmark");
	const { root, good, lvsctl } = onLab(lab);
	const uploads = "/var/lib/wordpress/wp-content/uploads";
	const data = "/var/lib/discuz/data";
	const threads = () =>
		root("rs2", "mariadb -N forum -e 'SELECT subject FROM pre_forum_thread'");
	const refused = async (pattern: RegExp) => {
		const { exit, stdout, stderr } = await lvsctl("up");
		assert.notEqual(exit, 0);
		assert.match(stdout + stderr, pattern);
	};
	const declare = (more = "") => {
		const archive = playedForum(lab().folder);
		writeFileSync(
			join(lab().folder, "index.ts"),
			`import { Database, Discuz, WordPress } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
const realServers = { rs1: { host: machines.rs1, address: "172.18.0.67" } };
const database = new Database("database", {
	server: { host: machines.rs2, address: "172.18.0.68" },
	network: "172.18.0.0/24",
	databases: { blog: {}, forum: {} },
	${more}
});
new WordPress("blog", { realServers, url: "http://www.lab.test", database: database.access("blog"), callsOut: false });
new Discuz("bbs", { realServers, url: "http://bbs.lab.test", database: database.access("forum"), archive: ${JSON.stringify(archive)} });
`,
		);
	};

	before(() => declare());

	test("are set up, and nothing is left to do", async () => {
		await good("up");
		assert.doesNotMatch(await good("up"), /updated|created/);
		await root(
			"rs2",
			`mariadb forum -e "INSERT INTO pre_forum_thread VALUES ('kept')"`,
		);
		await root(
			"rs1",
			`runuser -u www-data -- sh -c 'echo picture >${uploads}/kept.txt; echo attachment >${data}/kept.txt'`,
		);
	});

	test("a data directory that is gone is not begun anew", async () => {
		await root("rs1", `mv ${data} ${data}.away`);
		await refused(
			/directory data: \/var\/lib\/discuz\/data had what users made and is not there: is its disk mounted\?/,
		);
		assert.equal(await root("rs1", `ls -d ${data} 2>/dev/null || :`), "");
		assert.equal(await threads(), "kept");
	});

	test("an empty one in its place costs no thread", async () => {
		await root("rs1", `mkdir ${data} && chown www-data:www-data ${data}`);
		await refused(
			/the forum's tables are in the database, and its data directory \/var\/lib\/discuz\/data is not that of a forum/,
		);
		assert.equal(await threads(), "kept");
		await root("rs1", `rm -r ${data} && mv ${data}.away ${data}`);
		await good("up");
		assert.equal(await threads(), "kept");
		assert.equal(await root("rs1", `cat ${data}/kept.txt`), "attachment");
	});

	test("an installation that was broken off goes on", async () => {
		await root(
			"rs2",
			"mariadb forum -e 'DELETE FROM pre_common_member; CREATE TABLE lvs_installing (since TIMESTAMP)'",
		);
		await root("rs1", `rm ${data}/install.lock`);
		await good("up");
		assert.equal(await threads(), "");
		assert.equal(
			await root("rs2", "mariadb -N forum -e \"SHOW TABLES LIKE 'lvs%'\""),
			"",
		);
		await root(
			"rs2",
			`mariadb forum -e "INSERT INTO pre_forum_thread VALUES ('kept')"`,
		);
	});

	test("what users made is copied with the databases, and put back on a machine that has nothing", async () => {
		const said = await good("backup", "copies");
		assert.match(said, /directory uploads of blog: /);
		assert.match(said, /directory data of bbs: /);
		assert.match(said, /4 copies in copies/);
		declare("deleteData: true,");
		await good("up");
		await good("destroy");
		await root("rs1", `rm -rf ${uploads} ${data}`);
		// the package stays, and would not bring its directory again
		await root("rs1", `mkdir -p ${uploads} && chown www-data: ${uploads}`);
		await good("up");
		assert.match(
			await good("restore", "copies", "--yes"),
			/all is as it was at/,
		);
		await good("up");
		assert.equal(await root("rs1", `cat ${uploads}/kept.txt`), "picture");
		assert.equal(await root("rs1", `cat ${data}/kept.txt`), "attachment");
		assert.equal(await threads(), "kept");
	});
});
