import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
	chmodSync,
	copyFileSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { homedir, hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import type { HostConnection } from "../../../src/model/host.ts";
import { hostLabel } from "../../../src/ssh/host-label.ts";
import { SessionPool } from "../../../src/ssh/pool.ts";
import { connect } from "../../../src/ssh/ssh.ts";
import { withSshConfig } from "../../../src/ssh/ssh-config.ts";
import { runLvsctl } from "../cli/run-lvsctl.ts";
import { newKey, type SshServer, startSshServer } from "./ssh-server.ts";

// OpenSSH reads the file; what answers is a server of ours.

suite("ssh_config", () => {
	let folder: string;
	let gate: SshServer;
	let far: SshServer;
	let sshConfig: string;
	before(async () => {
		folder = mkdtempSync(join(tmpdir(), "lvs-ssh-config-"));
		[gate, far] = await Promise.all([
			startSshServer({ forwarding: true }),
			startSshServer(),
		]);
		sshConfig = join(folder, "config");
		const host = (name: string, { connection, hostKey }: SshServer) => {
			const path = (end: string) => join(folder, `${name}.${end}`);
			writeFileSync(path("key"), String(connection.privateKey), {
				mode: 0o600,
			});
			writeFileSync(path("known"), `${name}-key ${hostKey.public}\n`);
			return `Host ${name}
  HostName 127.0.0.1
  Port ${connection.port}
  IdentityFile ${path("key")}
  UserKnownHostsFile ${path("nothing")} ${path("known")}
  HostKeyAlias ${name}-key
`;
		};
		const locked = join(folder, "locked");
		execFileSync("ssh-keygen", [
			...["-qt", "ed25519", "-N", "secret", "-f", locked],
		]);
		writeFileSync(
			sshConfig,
			`${host("gate", gate)}
${host("far", far)}  ProxyJump gate
Host here
  ProxyJump there
Host there
  ProxyJump here
Host locked
  HostName 127.0.0.1
  IdentityFile ${locked}
Host strange
  ProxyCommand nc %h %p
Host *
  User root
  IdentityAgent none
  GlobalKnownHostsFile /dev/null
`,
		);
	});
	after(async () => {
		await Promise.all([gate.close(), far.close()]);
		rmSync(folder, { recursive: true });
	});

	const run = { doing: "test", timeoutSeconds: 10 };
	const works = async (connection: HostConnection) => {
		const session = await connect(connection, { connectSeconds: 5 });
		assert.equal((await session.run("echo yes", run)).stdout, "yes\n");
		await session.close();
		return session.host;
	};
	const fails = (connection: HostConnection, message: RegExp) =>
		assert.rejects(connect(connection, { connectSeconds: 1 }), {
			name: "RemoteError",
			message,
		});

	test("tells address, port, user, key, host key and jump host of an alias", async () => {
		assert.equal(
			await works({ address: "far", sshConfig }),
			`root@127.0.0.1:${far.port} via root@127.0.0.1:${gate.port}`,
		);
	});

	test("and the pool opens the jump host once for all behind it", async () => {
		const pool = new SessionPool({ connect });
		const session = await pool.session({ address: "far", sshConfig });
		assert.equal((await session.run("echo yes", run)).stdout, "yes\n");
		await pool.session({ address: "far", sshConfig, connectSeconds: 5 });
		assert.deepEqual(
			Object.entries(pool.counters())
				.map(([host, { connections }]) => [host, connections])
				.sort(),
			[
				[`root@127.0.0.1:${gate.port}`, 1],
				[`root@127.0.0.1:${far.port} via root@127.0.0.1:${gate.port}`, 2],
			].sort(),
		);
		await pool.close();
	});

	test("what the connection says itself wins", async () => {
		const { address, ...own } = gate.connection;
		assert.equal(
			await works({
				address: "far",
				sshConfig,
				...own,
				jump: { address: "gate", sshConfig },
			}),
			`root@127.0.0.1:${gate.port} via root@127.0.0.1:${gate.port}`,
		);
		await fails(
			{ address: "gate", sshConfig, hostKey: newKey().public },
			/not the expected host key/,
		);
		await fails(
			{ address: "gate", sshConfig, user: "ops" },
			/user ops was refused with .*gate\.key/,
		);
	});

	test("a host key is always checked, under its alias", async () => {
		writeFileSync(
			join(folder, "far.known"),
			`far-key ${newKey().public}\n127.0.0.1 ${far.hostKey.public}\n`,
		);
		await fails(
			{ address: "far", sshConfig },
			/this is not the expected host key[\s\S]*ssh-keygen -R 'far-key'/,
		);
	});

	test("a key with a passphrase is the agent's; without one, what to do is said", async () => {
		await fails(
			{ address: "locked", sshConfig },
			/locked is encrypted\n {2}Load it into an SSH agent \(ssh-add \S+locked\)/,
		);
		const agent = "/run/agent";
		writeFileSync(
			join(folder, "agent"),
			`Host locked\n  IdentityAgent ${agent}\n  IdentityFile ${join(folder, "locked")}\n`,
		);
		const found = await withSshConfig({
			address: "locked",
			sshConfig: join(folder, "agent"),
		});
		assert.equal(found.privateKeyFile, undefined);
		assert.equal(found.identityAgent, agent);
	});

	const configured = (name: string, lines: string) => {
		const file = join(folder, "own");
		writeFileSync(file, `${lines}\nHost *\n  IdentityAgent none\n`);
		return withSshConfig({ address: name, sshConfig: file });
	};

	test("the name of a key file may have tokens and variables", async () => {
		process.env.LVS_KEYS = folder;
		try {
			for (const [written, file] of [
				["%h", "127.0.0.1"],
				["%n-%k-%r-%p-%%", "far-far-ops-2222-%"],
				["%u-%i", `${userInfo().username}-${userInfo().uid}`],
				["%l-%L", `${hostname()}-${hostname().split(".")[0]}`],
			] as const) {
				copyFileSync(join(folder, "far.key"), join(folder, file));
				const found = await configured(
					"far",
					`Host far\n  HostName 127.0.0.1\n  User ops\n  Port 2222\n  IdentityFile \${LVS_KEYS}/${written}`,
				);
				assert.equal(found.privateKeyFile, join(folder, file), written);
			}
			// what a token stands for is not read again
			process.env.LVS_KEYS = `${folder}/%h`;
			const { privateKeyFile } = await configured(
				"far",
				`Host far\n  HostName 127.0.0.1\n  IdentityFile \${LVS_KEYS}`,
			);
			assert.equal(privateKeyFile, undefined);
		} finally {
			delete process.env.LVS_KEYS;
		}
		const up = homedir().replaceAll(/[^/]+/g, "..");
		assert.equal(
			(
				await configured(
					"far",
					`Host far\n  IdentityFile %d${up}${join(folder, "far.key")}`,
				)
			).privateKeyFile,
			`${homedir()}${up}${join(folder, "far.key")}`,
		);
	});

	test("a jump host may have an IPv6 address, and the user of the host behind it", async () => {
		const { jump } = await configured(
			"far",
			"Host far\n  User ops\n  ProxyJump %r@one,admin@[2001:db8::5]:2222\nHost 2001:db8::5\n  IdentityFile /nothing",
		);
		assert.equal(
			jump && hostLabel(jump),
			"admin@[2001:db8::5]:2222 via ops@one:22",
		);
		const itself = await configured(
			"2001:db8::5",
			"Host *\n  User ops\n  Port 2222\n  ProxyJump [2001:db8::5]",
		);
		assert.equal(hostLabel(itself), "ops@[2001:db8::5]:2222");
	});

	test("what we cannot do is said", async () => {
		for (const [line, said] of [
			["IdentityFile ~/%C", "IdentityFile ~/%C: %C is not supported"],
			[
				`IdentityFile \${LVS_NOWHERE}/key`,
				`IdentityFile \${LVS_NOWHERE}/key: LVS_NOWHERE is not set in the environment`,
			],
			["ProxyJump %x", "ProxyJump %x: %x is not supported"],
		] as const)
			await assert.rejects(configured("far", `Host far\n  ${line}`), {
				name: "RemoteError",
				message: `far: ask ssh_config: ${said}\n  Write ${line.split(" ")[0]} without it in ssh_config, or leave sshConfig out.`,
			});
		await fails(
			{ address: "strange", sshConfig },
			/ProxyCommand is not supported: nc %h %p\n {2}Write ProxyJump/,
		);
		await fails(
			{ address: "here", sshConfig },
			/more than 8 jump hosts in a row\n {2}Does ProxyJump in ssh_config lead in a circle\?/,
		);
		writeFileSync(join(folder, "wrong"), "Prot 22\n");
		await fails(
			{ address: "far", sshConfig: join(folder, "wrong") },
			/far: ask ssh_config: ssh -G: .*wrong: line 1: Bad configuration option: prot/,
		);
		const { PATH } = process.env;
		process.env.PATH = "/nowhere";
		try {
			await fails({ address: "far", sshConfig }, /there is no ssh on PATH/);
		} finally {
			process.env.PATH = PATH;
		}
	});

	test("a certificate is not used, and a refused login says so", async () => {
		const stranger = join(folder, "stranger");
		execFileSync("ssh-keygen", [
			...["-qt", "ed25519", "-N", "", "-f", stranger],
		]);
		const refused = (connection: Partial<HostConnection>, said: string) =>
			fails(
				{ ...gate.connection, privateKey: undefined, ...connection } as never,
				new RegExp(said.replaceAll(/[.()]/g, "\\$&")),
			);
		const unsupported =
			"is not used, as certificates of SSH are not supported: put the plain public key into authorized_keys.";
		const own = join(folder, "with-certificate");
		writeFileSync(
			own,
			`Host gate\n  HostName 127.0.0.1\n  IdentityFile ${stranger}\n  CertificateFile ~/vault-cert.pub\n`,
		);
		await refused(
			{ address: "gate", sshConfig: own },
			`The certificate ~/vault-cert.pub ${unsupported}`,
		);
		writeFileSync(`${stranger}-cert.pub`, "");
		await refused(
			{ privateKeyFile: stranger },
			`The certificate ${stranger}-cert.pub ${unsupported}`,
		);
	});

	test("lvsctl import takes an alias, a jump host and a key", async () => {
		// OpenSSH finds its own file by the password database, not by HOME
		const ssh = join(folder, "ssh");
		writeFileSync(ssh, `#!/bin/sh\nexec /usr/bin/ssh -F ${sshConfig} "$@"\n`);
		chmodSync(ssh, 0o755);
		const lvsctl = (...words: string[]) =>
			runLvsctl(["import", ...words], {
				environment: { PATH: `${folder}:/usr/bin:/bin` },
			});
		const noIpvs = "read the table: the module ip_vs is not loaded";
		const alias = await lvsctl("gate");
		assert.match(
			alias.stderr,
			new RegExp(`^root@127\\.0\\.0\\.1:${gate.port}: ${noIpvs}`),
		);
		assert.equal(alias.exit, 3);
		writeFileSync(
			join(folder, "far.known"),
			`[127.0.0.1]:${far.port} ${far.hostKey.public}\n`,
		);
		const jumped = await lvsctl(
			...[`root@127.0.0.1:${far.port}`, "-J", "gate"],
			...["-i", join(folder, "far.key")],
			...["--known-hosts", join(folder, "far.known")],
		);
		assert.match(jumped.stderr, new RegExp(`via root@.*: ${noIpvs}`));
		const nothing = await lvsctl("nofile");
		assert.equal(nothing.exit, 2);
		assert.match(nothing.stderr, /^nofile: no such file; a director is/);
		const keyless = await lvsctl("root@127.0.0.1");
		assert.match(keyless.stderr, /no key: .*\n {2}Name a private key with -i/);
	});
});
