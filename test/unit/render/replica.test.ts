import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, suite, test } from "node:test";
import { script } from "./rendered.ts";

// Which users the engine of a replica loses and keeps, on an engine that is played: here its own, and with an options file the first one.

const place = mkdtempSync(join(tmpdir(), "replica-"));
after(() => rmSync(place, { recursive: true }));
const state = join(place, "database-replica");
const at = (name: string) => join(place, name);
const lines = (name: string) =>
	readFileSync(at(name), "utf8")
		.split("\n")
		.filter((line) => line !== "");
const write = (name: string, ...text: readonly string[]) =>
	writeFileSync(at(name), text.map((line) => `${line}\n`).join(""));

function run(verb: string) {
	const { status, stderr } = spawnSync("sh", ["-s", verb], {
		input: script("replica", "replica").replaceAll(
			"/var/lib/pulumi-lvs",
			place,
		),
		encoding: "utf8",
		env: { PATH: `${place}:${process.env.PATH}` },
	});
	return { status, stderr };
}

const shop = "'shop'@'172.18.0.0/255.255.255.0'";
const copier = "'lvs-replica'@'172.18.0.0/255.255.255.0'";
const lag = "'daemon'@'localhost'";
const local = "'zabbix'@'localhost'";

beforeEach(() => {
	rmSync(state, { recursive: true, force: true });
	mkdirSync(state);
	rmSync(at("follows"), { force: true });
	for (const name of ["away", "reset"]) rmSync(at(name), { force: true });
	write("limit", "16777216");
	write("here");
	write("there", shop, copier, lag);
	write("databases");
	write("first-databases", "shop");
	writeFileSync(
		at("mariadb-dump"),
		`#!/bin/sh\necho "$*" >${place}/dumped\necho 'the dump'\n`,
		{
			mode: 0o755,
		},
	);
	writeFileSync(
		at("mariadb"),
		`#!/bin/sh
cd ${place}
case $* in
*defaults-extra-file*) [ ! -e away ] || exit 1; at=there ;;
*'SHOW SLAVE'*)
	[ ! -e follows ] || printf 'Master_Host: 172.18.0.69\\nSlave_IO_Running: Yes\\nSlave_SQL_Running: Yes\\n'
	exit ;;
*) at=here ;;
esac
while read -r line; do
	case $line in
	'SELECT CONCAT(QUOTE'*) cat $at ;;
	'SELECT schema_name'*) [ $at = there ] && cat first-databases || cat databases ;;
	'SELECT @@GLOBAL.max_allowed_packet;') cat limit ;;
	'SET GLOBAL max_allowed_packet'*) line=\${line##* }; echo "\${line%;}" >limit ;;
	'STOP SLAVE; RESET SLAVE ALL;'*) : >reset ;;
	'the dump') echo "$*, $(cat limit)" >loaded; cat there >>here; cat first-databases >>databases ;;
	'CHANGE MASTER'*) : >follows ;;
	'DROP DATABASE '*) name=\${line#DROP DATABASE \\\`}; grep -vxF "\${name%\\\`;}" databases >left; mv left databases ;;
	'DROP USER IF EXISTS '*) user=\${line#DROP USER IF EXISTS }; grep -vxF "\${user%;}" here >left; mv left here ;;
	esac
done
`,
		{ mode: 0o755 },
	);
});

suite("a replica", () => {
	test("copies to an engine that nobody uses, and takes back what came with the copy", () => {
		assert.deepEqual(run("start"), { status: 0, stderr: "" });
		assert.deepEqual(lines("here"), [shop, copier, lag]);
		// who is added there comes by the replication, and who is added here is the operator's
		write("there", shop, copier, lag, "'blog'@'%'");
		write("here", shop, copier, lag, "'blog'@'%'", local);
		assert.equal(run("remove").status, 0);
		assert.deepEqual(lines("here"), [local]);
		assert.deepEqual(lines("databases"), []);
	});

	test("leaves what somebody made here beside the copy, whoever of the two is asked", () => {
		for (const theFirst of [["blog", "shop"], []]) {
			write("databases");
			run("start");
			write("first-databases", ...theFirst);
			write("databases", ...theFirst, "shop", "percona");
			assert.equal(run("remove").status, 0);
			assert.deepEqual(lines("databases"), ["percona"]);
			write("first-databases", "shop");
			rmSync(at("follows"));
			write("here");
		}
	});

	test("copies statements as long as any engine takes, which a backup has too", () => {
		assert.equal(run("start").status, 0);
		assert.match(
			readFileSync(at("dumped"), "utf8"),
			/max-allowed-packet=1073741824 /,
		);
		assert.deepEqual(lines("loaded"), [
			"--max-allowed-packet=1073741824, 1073741824",
		]);
		assert.deepEqual(lines("limit"), ["16777216"]);
	});

	test("goes on following where the first engine does not answer, and says so", () => {
		write("away");
		const { status, stderr } = run("start");
		assert.equal(status, 1);
		assert.match(
			stderr,
			/^replica: 172\.18\.0\.\d+ does not answer, and nothing was changed here$/m,
		);
		assert.deepEqual(lines("limit"), ["16777216"]);
		assert.equal(existsSync(join(state, "loading")), false);
		assert.equal(existsSync(at("reset")), false);
	});

	test("replaces no user of others", () => {
		write("here", local);
		const { status, stderr } = run("start");
		assert.equal(status, 1);
		assert.equal(
			stderr,
			"replica: this machine has databases or users of its own ('zabbix'@'localhost'), which a copy would replace; move them away first\n",
		);
		assert.deepEqual(lines("here"), [local]);
	});

	test("whose copy is broken gets a new one: its users came with the former", () => {
		run("start");
		rmSync(at("follows"));
		write("databases");
		write("here", shop, copier, lag);
		assert.deepEqual(run("start"), { status: 0, stderr: "" });
		assert.deepEqual(lines("databases"), ["shop"]);
	});

	test("of an earlier version, which kept no list, learns it from the first engine", () => {
		write("here", shop, copier, lag, local);
		write("databases", "shop");
		write("follows");
		run("start");
		assert.deepEqual(lines("database-replica/users"), [shop, copier, lag]);
		run("remove");
		assert.deepEqual(lines("here"), [local]);
	});
});
