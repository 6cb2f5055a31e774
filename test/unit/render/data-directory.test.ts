import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { databaseDoor } from "../../../src/model/database.ts";
import { renderDatabase } from "../../../src/render/database.ts";
import { shells } from "./fake-kernel.ts";

// What makes the data directory before the engine starts, with a played mariadb-install-db.

const { files } = renderDatabase(
	databaseDoor.parse("db", {
		server: { host: { address: "192.0.2.5" }, address: "172.18.0.69" },
		network: "172.18.0.0/24",
		databases: { shop: {} },
		dataDirectory: "/srv/engine/mysql",
	}),
);
const script =
	files["/usr/local/lib/pulumi-lvs/db/data-directory"]?.content ?? "";

/** Runs the script beneath a directory, in which `engine` stands for mariadb-install-db. */
function run(
	[shell, ...options]: (typeof shells)[number],
	root: string,
	engine = 'mkdir "$place/mysql"',
) {
	const programs = join(root, "programs");
	mkdirSync(programs, { recursive: true });
	const play = (name: string, text: string) => {
		writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`);
		chmodSync(join(programs, name), 0o755);
	};
	play("chown", "");
	play("runuser", "");
	play("mariadb-install-db", `place=${root}/srv/engine/mysql\n${engine}`);
	// a file: with -c bash would take the other end of this pipe for a login
	const file = join(root, "data-directory");
	writeFileSync(
		file,
		script
			.replaceAll("/srv/engine", `${root}/srv/engine`)
			.replaceAll("/var/lib/pulumi-lvs", `${root}/record`),
	);
	const { status, stderr } = spawnSync(shell, [...options, file], {
		encoding: "utf8",
		env: { PATH: `${programs}:/usr/bin:/bin` },
	});
	return { exit: status, said: stderr };
}

for (const shell of shells)
	suite(`the data directory, by ${shell[0]}`, () => {
		const inRoot = (name: string, use: (root: string) => void) =>
			test(name, () => {
				const root = mkdtempSync(join(tmpdir(), "data-"));
				try {
					use(root);
				} finally {
					rmSync(root, { recursive: true });
				}
			});

		inRoot("is made where there is none, once", (root) => {
			assert.deepEqual(run(shell, root), { exit: 0, said: "" });
			assert.deepEqual(readdirSync(join(root, "srv/engine/mysql")), ["mysql"]);
			// a second time mkdir would fail
			assert.deepEqual(run(shell, root), { exit: 0, said: "" });
		});

		inRoot("may be the root of a disk", (root) => {
			mkdirSync(join(root, "srv/engine/mysql/lost+found"), { recursive: true });
			assert.equal(run(shell, root).exit, 0);
		});

		inRoot("that had data and has none is begun by no one", (root) => {
			run(shell, root);
			rmSync(join(root, "srv/engine/mysql/mysql"), { recursive: true });
			const { exit, said } = run(shell, root);
			assert.equal(exit, 1);
			assert.match(said, /had data and has none: is its disk mounted\?/);
			assert.deepEqual(readdirSync(join(root, "srv/engine/mysql")), []);
		});

		inRoot("that holds files of others is left alone", (root) => {
			mkdirSync(join(root, "srv/engine/mysql/photos"), { recursive: true });
			const { exit, said } = run(shell, root);
			assert.equal(exit, 1);
			assert.match(said, /holds files that are not MariaDB's/);
		});

		inRoot("that was begun and not finished is begun anew", (root) => {
			const failed = run(
				shell,
				root,
				'mkdir "$place/mysql"; echo "no space left"; exit 1',
			);
			assert.equal(failed.exit, 1);
			assert.match(failed.said, /mariadb-install-db: no space left/);
			assert.deepEqual(run(shell, root), { exit: 0, said: "" });
			assert.ok(!existsSync(join(root, "srv/engine/mysql/.lvs-begun")));
		});
	});
