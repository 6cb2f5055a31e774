import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import {
	notCopied,
	writeBackup,
} from "../../../../src/cli/backup/backup-file.ts";
import { planReturn } from "../../../../src/cli/backup/put-back.ts";
import {
	keptElsewhere,
	withData,
} from "../../../../src/cli/backup/with-data.ts";
import type { OpenStack } from "../../../../src/cli/stack/open-stack.ts";
import { nothing } from "../../../../src/model/desired.ts";

const host = (component: string, data?: Readonly<Record<string, string>>) =>
	({
		component,
		role: "database",
		name: "server",
		connection: { address: "192.0.2.5" },
		desired: { ...nothing, ...(data === undefined ? {} : { data }) },
		follows: {},
		urn: component,
	}) as unknown as OpenStack["hosts"][number];
const hosts = [
	host("files", { "directory uploads": "/srv/lvs/files/uploads" }),
	host("web"),
	host("db", { "database shop": "/var/lib/mysql/shop" }),
];
const stack = { name: "prod" } as OpenStack["stack"];

test("databases are copied before the files that they name", () => {
	assert.deepEqual(
		withData(hosts).map(({ what }) => what),
		["database shop", "directory uploads"],
	);
});

test("what users share by other means is told once, and is no part of a copy", () => {
	const blog = (name: string) => {
		const one = host("blog");
		return {
			...one,
			name,
			desired: { ...one.desired, elsewhere: { "directory uploads": "/mnt" } },
		};
	};
	const both = [blog("rs1"), blog("rs2")];
	assert.deepEqual(withData(both), []);
	const elsewhere = keptElsewhere(both);
	assert.deepEqual(elsewhere, [
		{ component: "blog", what: "directory uploads", place: "/mnt" },
	]);
	assert.deepEqual(
		notCopied({ version: 1, stack: "prod", made: "", parts: [], elsewhere }),
		[
			"not in it: directory uploads of blog, which you share by other means (/mnt); copy that yourself",
		],
	);
	assert.deepEqual(
		notCopied({ version: 1, stack: "prod", made: "", parts: [] }),
		[],
	);
});

describe("a backup, before it is put back", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-backup-"));
	after(() => rmSync(home, { recursive: true, force: true }));
	const text = "copy";
	const part = {
		component: "db",
		what: "database shop",
		file: "db.database.shop.sql.gz",
		sha256: createHash("sha256").update(text).digest("hex"),
		bytes: text.length,
	};
	const write = (more: object = {}) =>
		writeBackup(home, {
			version: 1,
			stack: "prod",
			made: "2026-11-28T00:00:00.000Z",
			parts: [{ ...part, ...more }],
		});
	const problem = () => {
		try {
			planReturn({ stack, hosts }, home);
			return "";
		} catch (error) {
			return (error as Error).message.replaceAll(home, "HERE");
		}
	};
	beforeEach(() => {
		write();
		writeFileSync(join(home, part.file), text);
	});

	test("finds the host of each part", () => {
		const { parts } = planReturn({ stack, hosts }, home);
		assert.deepEqual(
			parts.map(({ kept }) => [kept.host.component, kept.place]),
			[["db", "/var/lib/mysql/shop"]],
		);
	});

	test("finds the sites that keep what they read, and must forget it", () => {
		const site = (name: string, conditions: object) =>
			({
				...host(name),
				role: "wordpress-site",
				desired: { ...nothing, conditions },
			}) as OpenStack["hosts"][number];
		const { keeping } = planReturn(
			{
				stack,
				hosts: [
					...hosts,
					site("one", { "object cache": "172.18.0.69:6380" }),
					site("other", { installed: "yes" }),
				],
			},
			home,
		);
		assert.deepEqual(
			keeping.map(({ component }) => component),
			["one"],
		);
	});

	test("that is not whole, or belongs nowhere, is refused", () => {
		writeFileSync(join(home, part.file), "other");
		assert.equal(
			problem(),
			`HERE/${part.file}: missing, or not as lvsctl backup wrote it`,
		);
		write({ what: "database blog" });
		assert.equal(
			problem(),
			"HERE: it has database blog of db, and stack prod does not; declare it and run up first",
		);
		write({ file: "../passwd" });
		assert.equal(problem(), "HERE/backup.json: not what lvsctl backup writes");
		rmSync(join(home, "backup.json"));
		assert.equal(
			problem(),
			"HERE: no backup.json in it; name a folder that lvsctl backup completed",
		);
		rmSync(home, { recursive: true });
		assert.equal(problem(), "HERE: no such folder");
	});
});
