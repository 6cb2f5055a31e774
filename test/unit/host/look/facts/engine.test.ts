import assert from "node:assert/strict";
import { test } from "node:test";
import { engine } from "../../../../../src/host/look/facts/engine.ts";
import { nothingOurs, type Ours } from "../../../../../src/host/ours.ts";
import { nothing } from "../../../../../src/model/desired.ts";

const directory = "/etc/mysql/mariadb.conf.d";
const ours: Ours = {
	...nothingOurs,
	files: new Set([`${directory}/99-lvs-db.cnf`]),
};
const parse = (...lines: string[]) =>
	engine.parse(
		{
			...{ lines, texts: new Map(), family: "debian", ours },
			owner: "db-database",
		},
		nothing,
	);

test("what an engine at work has, and where it listens", () => {
	assert.deepEqual(
		parse(
			"open 3306 151 /var/lib/mysql/",
			"bind 127.0.0.1",
			"database mysql",
			"database accounts",
			"user root@localhost",
			"user app@127.0.0.1",
			"listens",
		),
		{
			isMysql: false,
			isAway: false,
			closed: undefined,
			open: {
				port: 3306,
				connections: 151,
				directory: "/var/lib/mysql",
				bound: "127.0.0.1",
				listens: true,
				databases: ["mysql", "accounts"],
				users: ["root@localhost", "app@127.0.0.1"],
			},
			promoted: false,
			made: [],
			written: [],
			besides: [],
		},
	);
});

test("one that does not let us in says why", () => {
	const denied =
		"ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: NO)";
	const { closed, open } = parse(denied, "closed", "listens");
	assert.equal(closed, denied);
	assert.equal(open, undefined);
	assert.equal(parse("mysql").isMysql, true);
	assert.equal(parse("away").isAway, true);
});

test("a whole copy of ours that takes writes was made the one that is written to", () => {
	assert.equal(parse("copied", "writable").promoted, true);
	assert.equal(parse("copied").promoted, false);
	// before it is one, and where its settings were not read yet
	assert.equal(parse("writable").promoted, false);
});

test("settings of the operator's files, without those of the distribution's as they came, and ours", () => {
	assert.deepEqual(
		parse(
			`set ${directory}/50-server.cnf:27 bind-address            = 127.0.0.1`,
			`set ${directory}/60-own.cnf:2 max_connections=200`,
			`set ${directory}/60-own.cnf:3 skip-name-resolve`,
			`set ${directory}/99-lvs-db.cnf:4 max-connections=600`,
			`set ${directory}/99-lvs-tuning.cnf:1 max-connections=900`,
			`stock ${directory}/50-server.cnf`,
		).written,
		[
			{
				place: `${directory}/60-own.cnf:2`,
				name: "max-connections",
				value: "200",
			},
			{
				place: `${directory}/60-own.cnf:3`,
				name: "skip-name-resolve",
				value: "",
			},
			{
				place: `${directory}/99-lvs-tuning.cnf:1`,
				name: "max-connections",
				value: "900",
			},
		],
	);
});

test("settings of our own files stand apart", () => {
	const file = "/etc/mysql/mariadb.conf.d/99-lvs-db.cnf";
	assert.deepEqual(parse(`set ${file}:4 max-connections=600`).besides, [
		{ place: `${file}:4`, name: "max-connections", value: "600" },
	]);
});

test("accounts that the role's script made", () => {
	assert.deepEqual(parse("made shop@172.18.0.0/255.255.255.0").made, [
		"shop@172.18.0.0/255.255.255.0",
	]);
	// an earlier version kept no list
	assert.equal(parse("unlisted").made, undefined);
});

test("a role without an engine asks nothing", () => {
	assert.equal(engine.probe?.(nothing, "debian", "web-director"), "");
});
