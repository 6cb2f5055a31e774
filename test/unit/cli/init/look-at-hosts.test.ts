import assert from "node:assert/strict";
import { test } from "node:test";
import { lookAtHosts } from "../../../../src/cli/init/look-at-hosts.ts";
import { startSshServer } from "../../ssh/ssh-server.ts";

test("an error of the login names the options of the command", async () => {
	const server = await startSshServer({});
	delete process.env.SSH_AUTH_SOCK;
	try {
		const { hostKey, privateKey, ...connection } = server.connection;
		await assert.rejects(
			lookAtHosts([{ name: "rs1", connection }], {
				knownHosts: "/dev/null",
				say() {},
				accept: async () => {},
			}),
			/^RemoteError: rs1: .*no key: none is named.*\n {2}Name a private key with -i FILE/,
		);
	} finally {
		await server.close();
	}
});
