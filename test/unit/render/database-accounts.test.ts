import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, suite, test } from "node:test";
import { fillSecrets } from "../../../src/host/secrets.ts";
import { databaseDoor } from "../../../src/model/database.ts";
import { renderDatabase } from "../../../src/render/database.ts";
import { server } from "./beside.ts";

// Which accounts an engine has, that is played: of SQL it knows what makes and drops an account.

const folder = mkdtempSync(join(tmpdir(), "database-"));
after(() => rmSync(folder, { recursive: true }));

const narrow = { network: "172.18.0.0/24" };
const wide = { network: "172.18.0.0/16" };
const inNarrow = "172.18.0.0/255.255.255.0";
const inWide = "172.18.0.0/255.255.0.0";
const replicas = {
	rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
};

function run(verb: string, more: object): string {
	const { files } = fillSecrets(
		renderDatabase(
			databaseDoor.parse("db", {
				server,
				databases: { shop: {} },
				...narrow,
				...more,
			}),
		),
		() => "password",
	);
	const { stdout, stderr } = spawnSync("sh", ["-s", verb], {
		input: files["/usr/local/lib/pulumi-lvs/db/database"]?.content.replaceAll(
			"/var/lib/pulumi-lvs/",
			`${folder}/`,
		),
		encoding: "utf8",
		env: { PATH: `${folder}:${process.env.PATH}` },
	});
	assert.equal(stderr, "");
	return stdout;
}

const accounts = () =>
	readFileSync(join(folder, "accounts"), "utf8")
		.split("\n")
		.filter((line) => line !== "")
		.sort();
const start = (more: object) => {
	run("start", more);
	return accounts();
};
const status = (more: object) =>
	run("status", more)
		.split("\n")
		.filter((line) => line.includes("former "));

/** Takes the notes of a component an hour back. */
function anHourLater(component = "db") {
	const file = join(folder, `${component}-database/accounts`);
	writeFileSync(
		file,
		readFileSync(file, "utf8").replaceAll(
			/ [1-9]\d*$/gm,
			(since) => ` ${Number(since) - 3600}`,
		),
	);
}

beforeEach(() => {
	for (const name of ["db", "other"]) {
		rmSync(join(folder, `${name}-database`), { recursive: true, force: true });
		mkdirSync(join(folder, `${name}-database`));
	}
	writeFileSync(join(folder, "accounts"), "shop 10.0.0.0/255.0.0.0\n");
	writeFileSync(join(folder, "databases"), "accounts\n");
	writeFileSync(
		join(folder, "mariadb"),
		`#!/bin/sh
cd ${folder}
while read -r line; do
	account=$(echo "$line" | sed -n "s/^[A-Z ]* '\\([^']*\\)'@'\\([^']*\\)'.*/\\1 \\2/p")
	case $line in
	"WHERE schema_name IN ("*) echo "$line" | sed 's/.*(\\(.*\\)).*/\\1/' >adopted ;;
	"FROM information_schema.schemata WHERE schema_name IN ("*) echo "$line" | sed 's/.*(\\(.*\\)).*/\\1/' >theirs ;;
	"SELECT CONCAT(user, ' ', host) FROM mysql.global_priv;") cat accounts ;;
	'SELECT schema_name FROM information_schema.schemata;') cat databases ;;
	'CREATE DATABASE'*) name=$(echo "$line" | cut -d '\`' -f 2); grep -qxF "$name" databases || echo "$name" >>databases ;;
	'DROP DATABASE'*) grep -vxF "$(echo "$line" | cut -d '\`' -f 2)" databases >left; mv left databases ;;
	'SELECT PASSWORD'*) echo '*0123456789ABCDEF0123456789ABCDEF01234567' ;;
	'CREATE USER'*) grep -qxF "$account" accounts || echo "$account" >>accounts ;;
	'DROP USER'*) grep -vxF "$account" accounts >left; mv left accounts ;;
	'ALTER USER'* | GRANT*) grep -qxF "\${account:-$(echo "$line" | sed -n "s/.* TO '\\([^']*\\)'@'\\([^']*\\)'.*/\\1 \\2/p")}" accounts || { echo "no such account: $line" >&2; exit 1; } ;;
	esac
done
`,
		{ mode: 0o755 },
	);
});

test("no text is between double quotes, which an engine may take for those of a name (ANSI_QUOTES)", () => {
	const { files } = renderDatabase(
		databaseDoor.parse("db", {
			...{ server, replicas, lagPort: 9336 },
			...{ databases: { shop: {} }, ...narrow },
		}),
	);
	const text = files["/usr/local/lib/pulumi-lvs/db/database"]?.content ?? "";
	const statements = text
		.split("\n")
		.filter((line) => /^\s*(SELECT|AND|WHERE) /.test(line));
	assert.ok(statements.length > 8);
	assert.deepEqual(
		statements.filter((line) => line.replace(/\$\(.*\)/, "").includes(`"`)),
		[],
	);
});

suite("an account that is declared no more", () => {
	// of somebody else, by a name of ours
	const theirs = "shop 10.0.0.0/255.0.0.0";

	test("of another network goes on for an hour, and is told; then it is drift, and an up ends it", () => {
		start({ ...wide, replicas });
		assert.deepEqual(start({ ...narrow, replicas }), [
			`lvs-replica ${inWide}`,
			`lvs-replica ${inNarrow}`,
			theirs,
			`shop ${inWide}`,
			`shop ${inNarrow}`,
		]);
		const [none, ...notes] = status({ ...narrow, replicas });
		assert.equal(none, "former accounts=none");
		assert.match(
			notes.join("\n"),
			/^note former shop@172.*=the account shop@172\.18\.0\.0\/255\.255\.0\.0 is declared no more, and is let in until an up after \d{4}-.*Z\nnote former lvs-replica@172/,
		);
		anHourLater();
		assert.deepEqual(status({ ...narrow, replicas }), [
			`former accounts=shop@${inWide} lvs-replica@${inWide}`,
		]);
		assert.deepEqual(start({ ...narrow, replicas }), [
			`lvs-replica ${inNarrow}`,
			theirs,
			`shop ${inNarrow}`,
		]);
		assert.deepEqual(status({ ...narrow, replicas }), ["former accounts=none"]);
	});

	test("of another user, or of a database that was taken out, ends likewise", () => {
		start({ databases: { shop: {}, blog: {} } });
		const other = { databases: { shop: { user: "buyer" } } };
		assert.equal(start(other).length, 4);
		anHourLater();
		assert.deepEqual(start(other), [`buyer ${inNarrow}`, theirs]);
	});

	test("that is declared again goes on", () => {
		start(wide);
		start(narrow);
		anHourLater();
		assert.deepEqual(start(wide), [
			theirs,
			`shop ${inWide}`,
			`shop ${inNarrow}`,
		]);
	});

	test("that somebody dropped is not made again", () => {
		start(wide);
		start(narrow);
		writeFileSync(join(folder, "accounts"), `shop ${inNarrow}\n`);
		assert.deepEqual(start(narrow), [`shop ${inNarrow}`]);
		assert.deepEqual(status(narrow), ["former accounts=none"]);
	});

	test("stays if another component now has it", () => {
		start({ databases: { shop: { user: "buyer" } } });
		start({});
		writeFileSync(
			join(folder, "other-database/accounts"),
			`buyer ${inNarrow} 0\n`,
		);
		anHourLater();
		const both = [`buyer ${inNarrow}`, theirs, `shop ${inNarrow}`];
		assert.deepEqual(start({}), both);
		assert.deepEqual(status({}), ["former accounts=none"]);
	});

	test("goes with the component, and no account of others does", () => {
		start(wide);
		start(narrow);
		run("remove", narrow);
		assert.deepEqual(accounts(), [theirs]);
	});
});

suite("a database that was there before", () => {
	const databases = () =>
		readFileSync(join(folder, "databases"), "utf8").trim().split("\n");
	const shared = { sharedEngine: true, deleteData: true };
	const both = { ...shared, databases: { shop: {}, accounts: {} } };
	const notes = (more: object) =>
		run("status", more)
			.split("\n")
			.filter((line) => line.startsWith("note kept "));

	test("in the engine of others stays, and what we made goes", () => {
		start(both);
		start(both);
		assert.deepEqual(databases(), ["accounts", "shop"]);
		assert.deepEqual(notes(both), [
			"note kept accounts=database accounts was there before this component came to the engine of others: destroy leaves it, in spite of deleteData",
		]);
		run("remove", both);
		assert.deepEqual(databases(), ["accounts"]);
	});

	test("is declared later", () => {
		start(shared);
		start(both);
		run("remove", both);
		assert.deepEqual(databases(), ["accounts"]);
	});

	test("is ours where an earlier version made it, which kept no list", () => {
		start({ sharedEngine: true });
		rmSync(join(folder, "db-database/made"));
		start(shared);
		assert.deepEqual(notes(shared), []);
		run("remove", shared);
		assert.deepEqual(databases(), ["accounts"]);
	});

	test("keeps its characters in the engine of others, and this is told; one that we made, and one that was brought to our own engine, get ours", () => {
		const written = (name: string) =>
			readFileSync(join(folder, name), "utf8").trim();
		start(both);
		assert.equal(written("adopted"), "'shop'");
		run("status", both);
		assert.equal(written("theirs"), "'accounts'");
		rmSync(join(folder, "db-database/made"));
		start({ databases: { accounts: {}, shop: {} } });
		assert.equal(written("adopted"), "'accounts','shop'");
	});

	test("in an engine of our own is found again, and goes where that is declared", () => {
		const own = { deleteData: true, databases: { accounts: {} } };
		start(own);
		run("remove", own);
		assert.deepEqual(databases(), [""]);
	});
});
