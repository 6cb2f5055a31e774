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
import { storageDoor } from "../../../src/model/storage.ts";
import { renderStorageServer } from "../../../src/render/storage.ts";
import { server } from "./beside.ts";

// What a storage machine exports, by a played exportfs. It knows what opens or closes one export, and nothing that touches all.

const place = mkdtempSync(join(tmpdir(), "storage-"));
after(() => rmSync(place, { recursive: true }));
const etab = join(place, "var/lib/nfs/etab");
const byHand = "/srv/by-hand\t172.18.0.10(rw,no_root_squash)";
const rs1 = { host: { address: "192.0.2.2" }, address: "172.18.0.67" };
const rs2 = { host: { address: "192.0.2.3" }, address: "172.18.0.68" };
const uploads = { path: "/srv/uploads" };

/** @returns what it said. */
function run(verb: string, more: object = {}): string {
	const { files } = renderStorageServer(
		storageDoor.parse("files", {
			server,
			realServers: { rs1, rs2 },
			directories: { uploads },
			...more,
		}),
	);
	const { status, stderr } = spawnSync("sh", ["-s", verb], {
		input: files["/usr/local/lib/pulumi-lvs/files/storage"]?.content.replaceAll(
			/(?<=[ =<])\/(?=(srv|run|etc|var|proc)\/)/g,
			`${place}/`,
		),
		encoding: "utf8",
		env: { PATH: `${place}:${process.env.PATH}` },
	});
	assert.equal(status, 0, stderr);
	if (verb !== "guard") assert.equal(stderr, "");
	return stderr.replaceAll(place, "");
}

const exported = () =>
	readFileSync(etab, "utf8")
		.trim()
		.split("\n")
		.map((line) => line.replace(place, ""))
		.sort();
const ours = (path: string, address: string, owner = 33) =>
	`/srv/lvs/files/${path}\t${address}(rw,sync,no_subtree_check,root_squash,anonuid=${owner},anongid=${owner})`;
/** A real server that has its mounts. */
const isHere = (address: string) => {
	const client = join(place, "proc/fs/nfsd/clients/1");
	mkdirSync(client, { recursive: true });
	writeFileSync(
		join(client, "info"),
		`address: "${address}:700"\nstatus: confirmed\n`,
	);
};

beforeEach(() => {
	for (const each of ["var", "srv", "run", "etc", "proc", "stat"])
		rmSync(join(place, each), { recursive: true, force: true });
	for (const each of [
		"var/lib/nfs",
		"var/lib/pulumi-lvs/files-storage",
		"etc/exports.d",
		"srv/lvs/files/uploads",
		"srv/lvs/files/avatars",
	])
		mkdirSync(join(place, each), { recursive: true });
	writeFileSync(etab, `${byHand}\n`);
	for (const each of ["flock", "systemctl", "systemd-run", "chown"])
		writeFileSync(join(place, each), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
	writeFileSync(
		join(place, "exportfs"),
		`#!/bin/sh
close() { grep -vF "\${1#*:}	\${1%%:*}(" ${etab} >${etab}.new; mv ${etab}.new ${etab}; }
case $1 in
-i) close "$4" && echo "\${4#*:}	\${4%%:*}($3)" >>${etab} ;;
-u) close "$2" ;;
*) echo "exportfs $*" >&2; exit 1 ;;
esac
`,
		{ mode: 0o755 },
	);
});

suite("exports of a storage machine", () => {
	const both = [ours("uploads", "172.18.0.67"), ours("uploads", "172.18.0.68")];

	test("are opened beside those of others", () => {
		run("start");
		run("start");
		assert.deepEqual(exported(), [byHand, ...both]);
	});

	test("have the options of the declaration", () => {
		run("start");
		run("start", { owner: 48 });
		assert.deepEqual(exported(), [
			byHand,
			ours("uploads", "172.18.0.67", 48),
			ours("uploads", "172.18.0.68", 48),
		]);
	});

	test("are closed for a real server that is no longer declared, when it is gone", () => {
		run("start");
		isHere("172.18.0.68");
		run("start", { realServers: { rs1 } });
		assert.deepEqual(exported(), [byHand, ...both]);
		rmSync(join(place, "proc"), { recursive: true });
		run("start", { realServers: { rs1 } });
		assert.deepEqual(exported(), [byHand, ours("uploads", "172.18.0.67")]);
	});

	test("are closed for a directory that is no longer declared", () => {
		run("start", { directories: { uploads, avatars: { path: "/srv/a" } } });
		assert.equal(exported().length, 5);
		run("start");
		assert.deepEqual(exported(), [byHand, ...both]);
	});

	suite("of a directory whose disk is not mounted", () => {
		const uploadsHere = join(place, "srv/lvs/files/uploads");
		const onADisk = (mount: string) =>
			writeFileSync(join(place, "stat"), `#!/bin/sh\necho ${mount}\n`, {
				mode: 0o755,
			});
		const mounted = join(place, "srv/lvs");
		beforeEach(() => {
			onADisk(mounted);
			run("start");
			onADisk(place);
		});

		test("are closed before the server serves, which would give real servers an empty one", () => {
			assert.equal(
				run("guard"),
				"/srv/lvs/files/uploads is not exported: it is empty, and what users had there lies on a disk that is not mounted; mount it\n",
			);
			assert.deepEqual(exported(), [byHand]);
			onADisk(mounted);
			run("reopen");
			assert.deepEqual(exported(), [byHand, ...both]);
		});

		test("stay where it is mounted, where there is something, and where it never was on one", () => {
			onADisk(mounted);
			assert.equal(run("guard"), "");
			onADisk(place);
			writeFileSync(join(uploadsHere, "a.png"), "");
			assert.equal(run("guard"), "");
			rmSync(join(uploadsHere, "a.png"));
			run("start");
			assert.equal(run("guard"), "");
			assert.deepEqual(exported(), [byHand, ...both]);
		});
	});

	test("go with the component, and those of others stay", () => {
		const theirs = "/srv/lvs/files/uploads\t172.18.0.99(ro)";
		run("start");
		writeFileSync(etab, `${readFileSync(etab, "utf8")}${place}${theirs}\n`);
		run("remove");
		assert.deepEqual(exported(), [byHand, theirs]);
	});
});
