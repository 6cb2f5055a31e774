import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { RemoteError } from "../../../src/errors.ts";
import type { HostConnection } from "../../../src/model/host.ts";
import { parsePublicKey } from "../../../src/model/public-key.ts";
import { fingerprint } from "../../../src/ssh/host-key.ts";
import { type ConnectOptions, connect } from "../../../src/ssh/ssh.ts";
import { newKey, type SshServer, startSshServer } from "./ssh-server.ts";

let server: SshServer;
let folder: string;
before(async () => {
	server = await startSshServer({ forwarding: true });
	folder = mkdtempSync(join(tmpdir(), "connect-"));
});
after(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

const run = { doing: "test", timeoutSeconds: 10 };

async function refused(
	connection: HostConnection,
	options: ConnectOptions = { connectSeconds: 5 },
): Promise<string> {
	const error = await connect(connection, options).then(
		async (session) => {
			await session.close();
			return assert.fail("it should have failed");
		},
		(thrown: unknown) => thrown,
	);
	assert.ok(error instanceof RemoteError, String(error));
	assert.equal(error.beforeAnythingRan, true);
	return error.message;
}

async function accepted(connection: HostConnection, options?: ConnectOptions) {
	const session = await connect(connection, options);
	assert.equal((await session.run("echo yes", run)).stdout, "yes\n");
	await session.close();
}

function print(publicKey: string): string {
	const key = parsePublicKey(publicKey);
	assert.ok(key);
	return fingerprint(key);
}

function file(name: string, text: string): string {
	const path = join(folder, name);
	writeFileSync(path, text, { mode: 0o600 });
	return path;
}

test("another host key than hostKey: both fingerprints, at the first attempt, without logging in", async () => {
	const before = server.accepted();
	const expected = newKey().public;
	const message = await refused({ ...server.connection, hostKey: expected });
	assert.ok(message.includes(`expected ${print(expected)}`), message);
	assert.ok(
		message.includes(`seen     ${print(server.hostKey.public)}`),
		message,
	);
	assert.match(message, /do not connect/);
	assert.equal(server.accepted(), before + 1);
});

test("a host key of another type than expected is named as well", async () => {
	const path = join(folder, "rsa");
	execFileSync("ssh-keygen", [
		"-qt",
		"rsa",
		"-b",
		"2048",
		"-N",
		"",
		"-f",
		path,
	]);
	const rsa = readFileSync(`${path}.pub`, "utf8");
	const message = await refused({ ...server.connection, hostKey: rsa });
	assert.ok(message.includes(print(rsa)), message);
	assert.ok(message.includes(print(server.hostKey.public)), message);
});

test("known_hosts: right, hashed, wrong, unknown, revoked", async () => {
	const { hostKey: _, ...connection } = server.connection;
	const key = server.hostKey.public;
	const name = `[127.0.0.1]:${server.port}`;
	const right = file("right", `${name} ${key}\n`);
	await accepted({ ...connection, knownHosts: right });
	execFileSync("ssh-keygen", ["-Hf", right], { stdio: "ignore" });
	assert.ok(!readFileSync(right, "utf8").includes("127.0.0.1"));
	await accepted({ ...connection, knownHosts: right });

	const wrong = file("wrong", `${name} ${newKey().public}\n`);
	const changed = await refused({ ...connection, knownHosts: wrong });
	assert.ok(changed.includes(`ssh-keygen -R '${name}' -f ${wrong}`), changed);
	assert.ok(changed.includes(print(key)), changed);

	const empty = file("empty", "");
	const unknown = await refused({ ...connection, knownHosts: empty });
	assert.ok(
		unknown.includes(`${name} ${key.split(" ").slice(0, 2).join(" ")}`),
		unknown,
	);
	assert.ok(unknown.includes(print(key)), unknown);

	const revoked = file("revoked", `${name} ${key}\n@revoked * ${key}\n`);
	assert.match(
		await refused({ ...connection, knownHosts: revoked }),
		/is revoked/,
	);

	const missing = join(folder, "missing");
	assert.match(
		await refused({ ...connection, knownHosts: missing }),
		/missing cannot be read \(ENOENT\)/,
	);
	assert.match(
		await refused({ ...connection, hostKey: "ssh-ed25519 abc" }),
		/not a public key/,
	);
});

test("a wrong user and a wrong key: what was refused and what the host accepts, tried once", async () => {
	const before = server.accepted();
	const user = await refused({ ...server.connection, user: "nobody" });
	assert.match(
		user,
		/log in: user nobody was refused with privateKey; the host accepts: publickey, password/,
	);
	const key = newKey().private;
	const wrong = await refused({ ...server.connection, privateKey: key });
	assert.match(wrong, /user root was refused/);
	assert.ok(!wrong.includes(key.split("\n")[1] ?? "?"), "no key in an error");
	assert.equal(server.accepted(), before + 2);
});

test("keys from a file and from an agent", async () => {
	const { privateKey, ...connection } = server.connection;
	const privateKeyFile = file("key", String(privateKey));
	await accepted({ ...connection, privateKeyFile });
	const socket = join(folder, "agent");
	const started = execFileSync("ssh-agent", ["-a", socket], {
		encoding: "utf8",
	});
	const agent = Number(/SSH_AGENT_PID=(\d+)/.exec(started)?.[1]);
	try {
		const empty = await refused(connection, { agentSocket: socket });
		assert.match(empty, /refused with the SSH agent/);
		assert.match(
			empty,
			/If the agent holds a certificate: .* are not supported/,
		);
		const env = { ...process.env, SSH_AUTH_SOCK: socket };
		execFileSync("ssh-add", [privateKeyFile], { env, stdio: "ignore" });
		await accepted({ ...connection, agent: true }, { agentSocket: socket });
		const { SSH_AUTH_SOCK } = process.env;
		process.env.SSH_AUTH_SOCK = socket;
		try {
			await accepted(connection);
		} finally {
			if (SSH_AUTH_SOCK === undefined) delete process.env.SSH_AUTH_SOCK;
			else process.env.SSH_AUTH_SOCK = SSH_AUTH_SOCK;
		}
	} finally {
		process.kill(agent);
	}
	assert.match(
		await refused(connection, { agentSocket: socket }),
		/SSH agent does not answer/,
	);
	assert.match(
		await refused(connection, { agentSocket: "" }),
		/SSH_AUTH_SOCK is not set/,
	);
});

test("keys that cannot be used are named, without their text, before anything is dialled", async () => {
	const { privateKey, ...connection } = server.connection;
	const dialled = server.accepted();
	for (const format of ["RFC4716", "PEM", "PKCS8"]) {
		const locked = join(folder, `locked-${format}`);
		execFileSync("ssh-keygen", [
			...["-qt", "rsa", "-b", "2048", "-m", format],
			...["-N", "secret", "-f", locked],
		]);
		assert.match(
			await refused({ ...connection, privateKeyFile: locked }),
			new RegExp(`the private key of ${locked} is encrypted\n`),
		);
	}
	const publicFile = join(folder, "locked-PEM.pub");
	assert.match(
		await refused({ ...connection, privateKeyFile: publicFile }),
		/\.pub holds no private key that can be used \(a public key\)/,
	);
	assert.match(
		await refused({ ...connection, privateKey: "" }),
		/privateKey holds no private key that can be used/,
	);
	const gone = join(folder, "gone");
	assert.match(
		await refused({ ...connection, privateKeyFile: gone }),
		/gone cannot be read \(ENOENT\)/,
	);
	const cut = String(privateKey).split("\n");
	cut.splice(2, 1);
	const broken = await refused({ ...connection, privateKey: cut.join("\n") });
	assert.match(broken, /holds no private key that can be used \(Malformed/);
	assert.equal(server.accepted(), dialled);
	assert.ok(!broken.includes(String(cut[1])));
	// Secrets stores like to strip the last line end.
	await accepted({ ...connection, privateKey: String(privateKey).trim() });
});

test("nothing listens: retried until it does", async () => {
	const login = newKey();
	const hostKey = newKey();
	const first = await startSshServer({ login, hostKey });
	await first.close();
	const opening = connect(first.connection, { pauseSeconds: 0.05 });
	await pause(300);
	const second = await startSshServer({ login, hostKey, port: first.port });
	const session = await opening;
	await session.close();
	await second.close();
});

/** Where nothing listens. Not a port that a server has just left: another test may have got it since. */
const nobody = () => ({ ...server.connection, address: "127.0.0.77", port: 9 });

test("nothing listens for all of the time: says so, with attempts", async () => {
	const message = await refused(nobody(), {
		connectSeconds: 0.5,
		pauseSeconds: 0.05,
	});
	assert.match(message, /ECONNREFUSED\), after \d+ attempts/);
});

test("while a host is waited for, it is said which, why, and for how long", async () => {
	const lines: string[] = [];
	const away = { ...nobody(), connectSeconds: 1.3 };
	const started = performance.now();
	const message = await refused(away, {
		pauseSeconds: 0.05,
		sayAfterSeconds: 0.3,
		name: "rs1",
		waiting: (line) => lines.push(line),
	});
	assert.equal(lines.length, 1);
	assert.match(
		String(lines[0]),
		/^rs1 \(root@127\.0\.0\.77:9\): the host answers, but nothing listens on this port \(ECONNREFUSED\); waiting [01] s more$/,
	);
	assert.match(message, /attempts in [12] s/);
	// as the connection says, not half a minute
	assert.ok(performance.now() - started < 10_000);
});

test("a name without an address is not tried again", async () => {
	const started = performance.now();
	const message = await refused({
		...server.connection,
		address: "no-such-host.invalid",
	});
	assert.match(message, /ENOTFOUND|EAI_AGAIN/);
	if (message.includes("ENOTFOUND"))
		assert.ok(performance.now() - started < 3000);
});

test("a port that accepts and says nothing, or closes at once", async () => {
	const sockets = new Set<{ destroy(): void }>();
	let closeAtOnce = false;
	const mute = createServer((socket) => {
		if (closeAtOnce) socket.destroy();
		else sockets.add(socket);
	});
	await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
	const { port } = mute.address() as AddressInfo;
	const connection = { ...server.connection, port };
	const limits = {
		connectSeconds: 1.2,
		handshakeSeconds: 0.5,
		pauseSeconds: 0.05,
	};
	assert.match(
		await refused(connection, limits),
		/did not complete the SSH handshake in time/,
	);
	closeAtOnce = true;
	assert.match(
		await refused(connection, limits),
		/closed the connection during the SSH handshake, after \d+ attempts/,
	);
	for (const socket of sockets) socket.destroy();
	mute.close();
});

test("giving up: an aborted signal ends the attempts at once", async () => {
	const abort = new AbortController();
	setTimeout(() => abort.abort(), 200);
	const started = performance.now();
	assert.match(
		await refused(nobody(), { signal: abort.signal }),
		/connect: interrupted/,
	);
	assert.ok(performance.now() - started < 2000);
});

test("through two jump hosts, each with its own key", async () => {
	const far = await startSshServer();
	const middle = await startSshServer({ forwarding: true });
	try {
		const jump = { ...middle.connection, jump: server.connection };
		await accepted({ ...far.connection, jump });
		for (let tries = 0; middle.connected() > 0 && tries < 20; tries += 1)
			await pause(50);
		assert.equal(middle.connected(), 0, "the jump is closed with the session");
		const wrong = { ...jump, hostKey: newKey().public };
		const message = await refused({ ...far.connection, jump: wrong });
		assert.ok(
			message.startsWith(
				`root@127.0.0.1:${middle.port} via root@127.0.0.1:${server.port}: check the host key`,
			),
			message,
		);
		const noForward = await refused(
			{ ...server.connection, jump: far.connection },
			{ connectSeconds: 0.5 },
		);
		assert.match(
			noForward,
			/jump host does not forward|jump host found nothing that listens/,
		);
	} finally {
		await far.close();
		await middle.close();
	}
});
