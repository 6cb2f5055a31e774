import assert from "node:assert/strict";
import { test } from "node:test";
import { equal } from "../../../src/host/equal.ts";
import {
	type Desired,
	type DesiredFile,
	nothing,
} from "../../../src/model/desired.ts";
import { readDesired } from "../../../src/provider/read-desired.ts";
import { director } from "../host/change/example.ts";

test("state that says with blanks what there is none of reads as state that leaves it out", () => {
	const blanks = {
		...nothing,
		ownAddress: "",
		device: "",
		tables: { nftables: "", routing: 0 },
		establishedBy: "",
		script: "",
	} as Desired;
	assert.deepEqual(readDesired(blanks), nothing);
	assert.ok(equal(readDesired(blanks), nothing));
});

test("what there is stays", () => {
	const desired: Desired = {
		...nothing,
		ownAddress: "172.18.0.67",
		tables: { nftables: "lvs-web", routing: 20001 },
		establishedBy: "lvs-web-real-server",
	};
	assert.deepEqual(readDesired(desired), desired);
});

test("state that does not tell the VIP has it in its address, and state without an address has none", () => {
	const { vip, ...earlier } = director;
	assert.equal(vip, "172.18.0.70");
	assert.deepEqual(readDesired(earlier), director);
	assert.deepEqual(readDesired(nothing), nothing);
});

test("state of a version that did not know a kind has no things of it", () => {
	const { conditions, receivers, ...earlier } = director;
	assert.deepEqual([conditions, receivers], [{}, {}]);
	assert.deepEqual(readDesired(earlier as Desired), director);
});

test("state that does not tell who reads a file: nobody must be told", () => {
	const file = { content: "x\n", mode: "644" } as DesiredFile;
	const { files } = readDesired({ ...nothing, files: { "/etc/x": file } });
	assert.deepEqual(files["/etc/x"], { ...file, readBy: "others" });
});

test("state that tells by a command who must accept a file", () => {
	const read = (test: unknown) =>
		readDesired({
			...nothing,
			files: {
				"/etc/x": {
					content: "x\n",
					mode: "644",
					readBy: "others",
					test,
				} as DesiredFile,
			},
		}).files["/etc/x"]?.test;
	const script = "/usr/local/lib/pulumi-lvs/shop/php-fpm";
	assert.deepEqual(read("settings_of_mariadb"), { by: "mariadb" });
	assert.deepEqual(read("site_accepted"), { by: "httpd" });
	assert.deepEqual(read("/usr/sbin/apachectl configtest"), { by: "httpd" });
	assert.deepEqual(read(`pool_accepted ${script}`), { by: "php-fpm", script });
	assert.deepEqual(read({ by: "php-fpm", script }), { by: "php-fpm", script });
	for (const php of ["php", "/usr/bin/php"])
		assert.deepEqual(read(`${php} ${script} /etc/blog.php`), {
			by: "php",
			script,
		});
	assert.equal(read("visudo -c"), undefined);
});

test("what a preview does not know yet stays as it is", () => {
	const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9" as unknown as Desired;
	assert.equal(readDesired(unknown), unknown);
});
