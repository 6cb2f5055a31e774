import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, suite, test } from "node:test";
import { lostData } from "../../../../../src/host/look/facts/lost-data.ts";
import { nothing } from "../../../../../src/model/desired.ts";
import { script } from "../../../render/rendered.ts";

// The note that the script of a storage machine makes, and the question that reads it, on a machine whose mounts are played.

const place = mkdtempSync(join(tmpdir(), "lost-data-"));
after(() => rmSync(place, { recursive: true }));
const uploads = join(place, "srv/lvs/files/uploads");
const records = join(place, "records");
const owner = "files-storage";
const desired = { ...nothing, data: { "directory uploads": uploads } };

/** Runs a script of the host here. @param mount what is mounted where everything lies. */
function run(text: string, mount: string, ...args: string[]) {
	writeFileSync(join(place, "stat"), `#!/bin/sh\necho ${mount}\n`, {
		mode: 0o755,
	});
	const { stdout, stderr } = spawnSync("sh", ["-s", ...args], {
		input: text.replaceAll("/var/lib/pulumi-lvs", records),
		encoding: "utf8",
		env: { PATH: `${place}:${process.env.PATH}` },
	});
	assert.equal(stderr, "");
	return stdout;
}

const begin = (mount: string) =>
	run(
		script("storage", "storage").replaceAll(
			/(?<= |=)\/(?=srv|run|etc)/g,
			`${place}/`,
		),
		mount,
		"start",
	);
const look = (mount: string) => {
	const said = run(lostData.probe?.(desired, "debian", owner) ?? "", mount);
	return lostData.parse(
		{
			lines: said.split("\n"),
			texts: new Map(),
			family: "debian",
			owner,
		},
		desired,
	);
};
const found = (more: object) => ({
	note: `/var/lib/pulumi-lvs/${owner}/data`,
	isNoted: true,
	gone: [],
	bare: {},
	...more,
});

suite("a directory of users' data", () => {
	beforeEach(() => {
		rmSync(records, { recursive: true, force: true });
		mkdirSync(uploads, { recursive: true });
		mkdirSync(join(records, owner), { recursive: true });
		mkdirSync(join(place, "etc/exports.d"), { recursive: true });
		for (const each of ["exportfs", "systemctl", "systemd-run", "flock"])
			writeFileSync(join(place, each), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
		writeFileSync(join(uploads, "picture.png"), "picture");
	});
	test("is not known before the script started", () => {
		assert.deepEqual(look("/"), found({ isNoted: false }));
	});

	test("is as it was", () => {
		begin("/srv");
		assert.deepEqual(look("/srv"), found({}));
	});

	test("is gone", () => {
		begin("/");
		rmSync(uploads, { recursive: true });
		assert.deepEqual(look("/"), found({ gone: [uploads] }));
	});

	test("is empty, and its disk is away", () => {
		begin("/srv");
		rmSync(join(uploads, "picture.png"));
		assert.deepEqual(look("/"), found({ bare: { [uploads]: "/srv" } }));
	});

	test("is empty on the mount where it always was", () => {
		begin("/srv");
		rmSync(join(uploads, "picture.png"));
		assert.deepEqual(look("/srv"), found({}));
	});

	test("was brought to a disk of its own, where nothing is yet", () => {
		begin("/");
		rmSync(join(uploads, "picture.png"));
		assert.deepEqual(look("/srv/lvs"), found({}));
	});

	test("has files, and lies elsewhere than before", () => {
		begin("/srv");
		assert.deepEqual(look("/"), found({}));
	});
});

test("a role without directories of users asks nothing", () => {
	assert.equal(
		lostData.probe?.(
			{ ...nothing, data: { "database shop": "/var/lib/mysql/shop" } },
			"debian",
			"db-database",
		),
		"",
	);
});
