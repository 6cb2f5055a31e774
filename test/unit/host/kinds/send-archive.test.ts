import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, suite, test } from "node:test";
import { sendArchive } from "../../../../src/host/kinds/send-archive.ts";
import { partSize } from "../../../../src/ssh/parts-of.ts";
import type { Session } from "../../../../src/ssh/session.ts";

suite("an archive on its way to a host", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-send-"));
	after(() => rmSync(home, { recursive: true }));
	const there = join(home, "cache");
	const file = join(home, "archive.tar");
	// two parts, the second of them short
	const bytes = randomBytes(partSize + 1000);
	writeFileSync(file, bytes);
	const sum = (text: Buffer) => createHash("sha256").update(text).digest("hex");
	const archive = { file, sha256: sum(bytes), subtree: "", links: {} };
	beforeEach(() => rmSync(there, { recursive: true, force: true }));

	/** A host that is this machine, with a directory of this test in place of /var/cache. `meanwhile` comes before each script. */
	function host(meanwhile: (script: string) => void = () => {}) {
		let runs = 0;
		const session: Session = {
			host: "root@rs1:22",
			run: async (script) => {
				runs++;
				meanwhile(script);
				const { status, stdout, stderr } = spawnSync("sh", [], {
					input: script.replaceAll("/var/cache/pulumi-lvs", there),
					encoding: "utf8",
				});
				return { exit: status ?? -1, stdout, stderr };
			},
		};
		return { session, runs: () => runs };
	}

	test("arrives byte for byte, and leaves no part", async () => {
		await sendArchive(host().session, archive);
		assert.deepEqual(readdirSync(there), [archive.sha256]);
		assert.ok(readFileSync(join(there, archive.sha256)).equals(bytes));
	});

	test("is sent again over what an earlier attempt left", async () => {
		mkdirSync(there);
		writeFileSync(join(there, `${archive.sha256}.part`), "half");
		writeFileSync(join(there, archive.sha256), "not whole");
		await sendArchive(host().session, archive);
		assert.ok(readFileSync(join(there, archive.sha256)).equals(bytes));
	});

	test("is not sent where it is there already, nor needed here", async () => {
		await sendArchive(host().session, archive);
		const { session, runs } = host();
		await sendArchive(session, { ...archive, file: join(home, "gone") });
		assert.equal(runs(), 1);
	});

	test("that is missing here, or is another one, is an error before anything is sent", async () => {
		const { session, runs } = host();
		const gone = join(home, "gone");
		await assert.rejects(sendArchive(session, { ...archive, file: gone }), {
			name: "RemoteError",
			message: `root@rs1:22: read ${gone}: ENOENT\n  The machine that runs \`up\` needs the archive until every host has got it.`,
		});
		const sha256 = "0".repeat(64);
		await assert.rejects(sendArchive(session, { ...archive, sha256 }), {
			message: new RegExp(
				`read ${file}: its sha256 is ${archive.sha256}, not ${sha256}\n`,
			),
		});
		assert.equal(runs(), 2);
		assert.ok(!existsSync(there));
	});

	test("that did not arrive whole does not get its name", async () => {
		let parts = 0;
		const { session } = host((script) => {
			if (!script.startsWith("base64 ") || ++parts !== 2) return;
			writeFileSync(join(there, `${archive.sha256}.part`), "damaged");
		});
		await assert.rejects(
			sendArchive(session, archive),
			/send \S+archive\.tar: exit 1[\s\S]*\n {2}Run up again: the archive is sent again\.$/,
		);
		assert.equal(parts, 2);
		assert.ok(!existsSync(join(there, archive.sha256)));
	});
});
