import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import {
	Cluster,
	HostSetup,
	SmokeTest,
	WordPress,
} from "../../../src/index.ts";
import { changed, type declared, privateKeyFile } from "../model/declared.ts";
import { experiment } from "./program.ts";
import { modes, register } from "./register.ts";

// A file that a declaration names is on the machine of the program, so it is looked at before any host is.

const directory = mkdtempSync(join(tmpdir(), "files-"));
after(() => rmSync(directory, { recursive: true }));
const publicKey = join(directory, "key.pub");
writeFileSync(publicKey, "ssh-ed25519 AAAA\n");
const lockedKey = join(directory, "locked");
writeFileSync(
	lockedKey,
	"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n",
);

const whereKey = "write where the private key lies on this machine";
const whereHosts =
	'write where the known_hosts file lies on this machine, or the key itself as "hostKey"';

const wrong: Readonly<Record<string, readonly [object, string]>> = {
	"a key file that is not there": [
		{ privateKeyFile: "nokey" },
		`privateKeyFile: there is no file ${join(process.cwd(), "nokey")}; ${whereKey}`,
	],
	"a key file that is not there, in the home": [
		{ privateKeyFile: "~/no-such-key" },
		`privateKeyFile: there is no file ${join(homedir(), "no-such-key")}; ${whereKey}`,
	],
	"a directory": [
		{ privateKeyFile: directory },
		`privateKeyFile: ${directory} cannot be read (EISDIR); ${whereKey}`,
	],
	"a public key": [
		{ privateKeyFile: publicKey },
		`privateKeyFile: ${publicKey} holds no private key; write the file of the private one, without .pub`,
	],
	"a key that needs a passphrase": [
		{ privateKeyFile: lockedKey },
		`privateKeyFile: ${lockedKey} is encrypted, and nobody is asked for its passphrase; load it into an SSH agent (ssh-add ${lockedKey}) and write agent: true, or take a key without one`,
	],
	"a known_hosts file that is not there": [
		{ knownHosts: "/nowhere/hosts" },
		`knownHosts: there is no file /nowhere/hosts; ${whereHosts}`,
	],
	"a key file of a jump host that is not there": [
		{ jump: { address: "gate", privateKeyFile: "/nowhere/key" } },
		`jump.privateKeyFile: there is no file /nowhere/key; ${whereKey}`,
	],
	"a file of ssh_config that is not there": [
		{ sshConfig: "/nowhere/config" },
		"sshConfig: there is no file /nowhere/config; write where the file lies on this machine, or true for ~/.ssh/config",
	],
	"what is no path, told once": [
		{ privateKeyFile: "~bob/key" },
		'privateKeyFile: "~bob/key": only "~/", your own home, is read; write the whole path',
	],
};

for (const [what, [connection, expected]] of Object.entries(wrong)) {
	const host = { address: "192.0.2.1", ...connection };

	for (const mode of modes)
		test(`${mode}: refused in a cluster: ${what}`, async () => {
			const message = await refused(mode, () => {
				new Cluster(
					"web",
					changed({ "realServers.rs1.host": host }) as ReturnType<
						typeof declared
					>,
				);
			});
			assert.equal(
				message,
				`cluster web: 1 problem\n  realServers.rs1.host.${expected}`,
			);
		});

	test(`refused beside a cluster: ${what}`, async () => {
		const message = await refused("preview", () => {
			new HostSetup("tools", { hosts: { rs1: host }, packages: ["mc"] });
		});
		assert.equal(
			message,
			`host set-up tools: 1 problem\n  hosts.rs1.${expected}`,
		);
	});

	test(`refused as a client: ${what}`, async () => {
		const message = await refused("preview", () => {
			const { web } = experiment();
			new SmokeTest("t", { cluster: web, from: host, checks: [] });
		});
		assert.equal(message, `smoke test t: 1 problem\n  from.${expected}`);
	});
}

test("a key file that another resource names is not looked at: it may still be made", async () => {
	const { resources } = await register("preview", () => {
		new HostSetup("tools", {
			hosts: {
				rs1: {
					address: "192.0.2.1",
					privateKeyFile: pulumi.output("/nowhere/key"),
				},
			},
		});
	});
	assert.ok(resources.some(({ name }) => name === "tools-rs1"));
});

test("an archive is looked for in the home too", async () => {
	const message = await refused("preview", () => {
		new WordPress("blog", {
			realServers: {
				rs1: {
					host: { address: "192.0.2.1", privateKeyFile },
					address: "172.18.0.67",
				},
			},
			url: "http://www.lab.test",
			database: {
				address: "172.18.0.69",
				database: "a",
				user: "a",
				password: "a",
			},
			archive: { path: "~/no-such-archive.zip", sha256: "0".repeat(64) },
		});
	});
	assert.equal(
		message,
		`WordPress blog: 1 problem\n  archive.path: there is no file ${join(homedir(), "no-such-archive.zip")}; write where the archive lies on this machine`,
	);
});

async function refused(
	mode: (typeof modes)[number],
	program: () => unknown,
): Promise<string> {
	let message = "";
	await register(mode, () => {
		assert.throws(program, (error: Error) => {
			assert.ok(error instanceof pulumi.RunError, String(error.stack));
			message = error.message;
			return true;
		});
	});
	return message;
}
