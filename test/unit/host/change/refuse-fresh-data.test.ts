import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { freshData } from "../../../../src/host/change/refuse-fresh-data.ts";
import { type FormerData, nothing } from "../../../../src/model/desired.ts";

const database = { "database shop": "/var/lib/mysql/shop" };
const blog = { "database blog": "/var/lib/mysql/blog" };
const moved = { "database shop": "/srv/mysql/shop" };
const machine = "192.0.2.5:22";

/** Where the data lay, where it is declared, what is not there -> what is refused. */
const cases: Readonly<
	Record<
		string,
		readonly [
			FormerData | undefined,
			Readonly<Record<string, string>>,
			string[],
			boolean,
		]
	>
> = {
	"the first place of all": [
		undefined,
		database,
		["/var/lib/mysql/shop"],
		false,
	],
	"as it was": [{ data: database }, database, [], false],
	"as it was, and gone: an operator dropped it": [
		{ data: database },
		database,
		["/var/lib/mysql/shop"],
		false,
	],
	"another name than the one that is declared no more": [
		{ data: blog },
		database,
		["/var/lib/mysql/shop"],
		true,
	],
	"another name, under which somebody brought it": [
		{ data: blog },
		database,
		[],
		false,
	],
	"another name than one that was never begun": [
		{ data: blog },
		database,
		["/var/lib/mysql/shop", "/var/lib/mysql/blog"],
		false,
	],
	"another name, on another machine": [
		{ machine, data: blog },
		database,
		["/var/lib/mysql/shop"],
		true,
	],
	"one more beside the one before": [
		{ data: blog },
		{ ...database, ...blog },
		["/var/lib/mysql/shop"],
		false,
	],
	"one that has nothing to do with a directory": [
		{ data: { "directory uploads": "/srv/lvs/files/uploads" } },
		database,
		["/var/lib/mysql/shop"],
		false,
	],
	"another directory": [{ data: database }, moved, ["/srv/mysql/shop"], true],
	"another directory, to which somebody brought it": [
		{ data: database },
		moved,
		[],
		false,
	],
	"another directory than one that was never begun": [
		{ data: database },
		moved,
		["/srv/mysql/shop", "/var/lib/mysql/shop"],
		false,
	],
	"another machine, the same directory": [
		{ machine, data: database },
		database,
		["/var/lib/mysql/shop"],
		true,
	],
	"another machine, to which somebody brought it": [
		{ machine, data: database },
		database,
		[],
		false,
	],
};

suite("data that lies elsewhere", () => {
	for (const [what, [former, data, missingData, refused]] of Object.entries(
		cases,
	))
		test(`${what}: ${refused ? "refused" : "goes on"}`, () => {
			const found = freshData(
				{ ...nothing, data, ...(former === undefined ? {} : { former }) },
				{ missingData },
			);
			assert.equal(found.length, refused ? 1 : 0);
		});

	test("is told with the commands that bring it, from another machine", () => {
		assert.deepEqual(
			freshData(
				{ ...nothing, data: database, former: { machine, data: database } },
				{ missingData: ["/var/lib/mysql/shop"] },
			),
			[
				{
					saw: "database shop: its data lies in /var/lib/mysql/shop of 192.0.2.5:22, and there is no /var/lib/mysql/shop here: an empty one would be begun in its place",
					advice:
						"Bring it first: stop what writes there, mariadb-dump shop >shop.sql on 192.0.2.5:22, and here, with MariaDB installed and running, mariadb -e 'CREATE DATABASE `shop` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci' && mariadb shop <shop.sql, and run up again. Or leave it there, and give the component another name for a new one.",
				},
			],
		);
	});

	test("or from another directory", () => {
		const [found] = freshData(
			{ ...nothing, data: moved, former: { data: database } },
			{ missingData: ["/srv/mysql/shop"] },
		);
		assert.match(
			found?.advice ?? "",
			/: systemctl stop mariadb && mkdir -p \/srv && cp -a \/var\/lib\/mysql \/srv\/mysql \(the engine's whole directory; up starts it again\), and run up again\./,
		);
	});

	test("files are copied", () => {
		const data = { "directory uploads": "/srv/lvs/files/uploads" };
		const [found] = freshData(
			{ ...nothing, data, former: { machine, data } },
			{ missingData: ["/srv/lvs/files/uploads"] },
		);
		assert.match(
			found?.advice ?? "",
			/on this machine mkdir -p \/srv\/lvs\/files\/uploads && rsync -a --numeric-ids root@OLD:\/srv\/lvs\/files\/uploads\/ \/srv\/lvs\/files\/uploads\//,
		);
	});

	test("another name is told with both ways: to bring it under the name, or to begin a new one", () => {
		const files = (name: string) => ({
			[`directory ${name}`]: `/srv/lvs/files/${name}`,
		});
		assert.deepEqual(
			freshData(
				{
					...nothing,
					data: files("pictures"),
					former: { data: files("uploads") },
				},
				{ missingData: ["/srv/lvs/files/pictures"] },
			),
			[
				{
					saw: "directory uploads is no longer declared, and directory pictures is new: the data of uploads lies in /srv/lvs/files/uploads of this machine, and up would begin an empty /srv/lvs/files/pictures",
					advice:
						"If pictures is another name for it, keep uploads, or bring the data first: stop what writes there, then mkdir -p /srv/lvs/files && mv /srv/lvs/files/uploads /srv/lvs/files/pictures, and run up again. If it is a new one, run up once without it, and declare it then; or make it by hand: mkdir -p /srv/lvs/files/pictures.",
				},
			],
		);
		const [found] = freshData(
			{ ...nothing, data: database, former: { data: blog } },
			{ missingData: ["/var/lib/mysql/shop"] },
		);
		assert.match(
			found?.advice ?? "",
			/mariadb -e 'CREATE DATABASE `shop` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci' && mariadb-dump blog \| mariadb shop, and run up again\. If it is a new one, run up once without it, and declare it then; or make it by hand: mariadb -e 'CREATE DATABASE `shop` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci'\.$/,
		);
	});
});
