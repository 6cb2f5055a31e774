import assert from "node:assert/strict";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { pinHostKeys } from "../../../../src/cli/init/host-keys.ts";
import { parsePublicKey } from "../../../../src/model/public-key.ts";
import { fingerprint } from "../../../../src/ssh/host-key.ts";
import {
	newKey,
	type SshServer,
	startSshServer,
} from "../../ssh/ssh-server.ts";

suite("host keys of a new project", () => {
	let server: SshServer;
	before(async () => {
		server = await startSshServer({});
	});
	after(() => server.close());

	async function pin(known: string, accept = async () => {}) {
		using folder = mkdtempDisposableSync(join(tmpdir(), "lvs-keys-"));
		const knownHosts = join(folder.path, "known_hosts");
		writeFileSync(knownHosts, known);
		const said: string[] = [];
		const { hostKey, ...connection } = server.connection;
		const [host] = await pinHostKeys([{ name: "rs1", connection }], {
			knownHosts,
			say: (line) => said.push(line),
			accept,
		});
		return { said, pinned: host?.connection.hostKey };
	}
	const line = (key: string) => `[127.0.0.1]:${server.port} ${key}\n`;

	test("are shown, asked for, and pinned", async () => {
		let asked = 0;
		const { said, pinned } = await pin("", async () => {
			asked += 1;
		});
		const key = parsePublicKey(server.hostKey.public);
		assert.ok(key);
		assert.equal(
			said[1],
			`  rs1          root@127.0.0.1:${server.port}  ${fingerprint(key)} (ssh-ed25519)`,
		);
		assert.equal(asked, 1);
		assert.equal(
			pinned,
			server.hostKey.public.split(" ").slice(0, 2).join(" "),
		);
	});

	test("are not asked for where they are known", async () => {
		const { said } = await pin(line(server.hostKey.public), async () =>
			assert.fail("asked"),
		);
		assert.match(said[1] ?? "", /, known$/);
	});

	test("are refused where another one is known", async () => {
		await assert.rejects(pin(line(newKey().public)), {
			message: /^rs1: .*check the host key: this is not the expected host key/,
		});
	});

	test("are not pinned where they are not accepted", async () => {
		await assert.rejects(
			pin("", async () => {
				throw new Error("no");
			}),
			/^Error: no$/,
		);
	});

	test("are seen without a login", () => {
		assert.deepEqual(server.commands, []);
	});
});
