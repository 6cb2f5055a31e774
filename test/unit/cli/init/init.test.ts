import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempDisposableSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { ofEach } from "../../../../src/cli/init/of-each.ts";
import { RemoteError } from "../../../../src/errors.ts";
import { privateKeyFile } from "../../model/declared.ts";
import { runLvsctl } from "../run-lvsctl.ts";

const key = ["-i", privateKeyFile];
const three = [
	...["--director", "h", "--real-server", "r", "--vip", "1.2.3.4"],
];
const home = mkdtempDisposableSync(join(tmpdir(), "lvs-keys-"));
after(() => home.remove());
const encryptedKeyFile = join(home.path, "key");
execFileSync("ssh-keygen", [
	...["-q", "-t", "ed25519", "-N", "words", "-f", encryptedKeyFile],
]);
const marks = join(home.path, "marks");
writeFileSync(marks, "-A -f 1 -s rr\n-a -f 1 -r 192.0.2.67:0 -g -w 1\n");
const services = join(home.path, "services");
writeFileSync(services, "-A -t 192.0.2.70:80 -s rr\n");

const keepalived = join(home.path, "keepalived.conf");
writeFileSync(keepalived, "include six.conf\ninclude none.conf\n");
writeFileSync(
	join(home.path, "six.conf"),
	"virtual_server 2001:db8::1 80 {\n}\n",
);

suite("lvsctl init, where nobody can be asked", { concurrency: 2 }, () => {
	const cases: readonly [
		what: string,
		words: readonly string[],
		message: string,
	][] = [
		[
			"names every flag that is missing",
			[],
			`these are missing, and nobody can be asked:
  --director [user@]host[:port], like root@192.0.2.66
  --real-server [user@]host[:port], like root@192.0.2.67
  --vip ADDRESS, like 192.0.2.70`,
		],
		[
			"wants a director for rules of a file, and nothing else",
			["--from", "rules", "--yes"],
			`one thing is missing, and nobody can be asked:
  --director [user@]host[:port], like root@192.0.2.66`,
		],
		[
			"refuses a host that is written otherwise",
			[...key, "--director", "a@b@c", "--real-server", "d", "--vip", "1.2.3.4"],
			"--director a@b@c: a host is written [name=][user@]host[:port]",
		],
		[
			"refuses a port that is none",
			[
				...key,
				"--director",
				"a:65536",
				"--real-server",
				"d",
				"--vip",
				"1.2.3.4",
			],
			"--director a:65536: a host is written [name=][user@]host[:port]",
		],
		[
			"refuses a host that is named twice",
			[
				...key,
				...["--director", "192.0.2.1", "--real-server", "x=root@192.0.2.1:22"],
				...["--vip", "192.0.2.70"],
			],
			"x (root@192.0.2.1:22): named twice, as lb (root@192.0.2.1:22) too",
		],
		[
			"refuses a name that no host can have",
			[...key, "--director", "LB=h", "--real-server", "r", "--vip", "1.2.3.4"],
			'--director LB=h: "LB" is no name; write a lower-case letter, then lower-case letters, digits or "-", at most 31 in all',
		],
		[
			"refuses a key file that is not there",
			[
				...["-i", "/nokey", "--director", "h", "--real-server", "r"],
				...["--vip", "1.2.3.4"],
			],
			"--identity /nokey: no such file",
		],
		[
			"refuses a key file that is a folder",
			["-i", "/", ...three],
			"--identity /: this is a folder; name a file",
		],
		[
			"refuses the public half of a key",
			["-i", `${encryptedKeyFile}.pub`, ...three],
			`--identity ${encryptedKeyFile}.pub: it holds no private key; name the file of the private one, without .pub`,
		],
		[
			"refuses a key that needs a passphrase",
			["-i", encryptedKeyFile, ...three],
			`--identity ${encryptedKeyFile}: it is encrypted, and nobody is asked for its passphrase; load it into an SSH agent (ssh-add ${encryptedKeyFile}) and leave out --identity, or take a key without one`,
		],
		[
			"refuses all that is wrong before it connects",
			[
				...[...key, "--director", "h", "--real-server", "r"],
				...["--vip", "2001:db8::1", "--known-hosts", "nothere"],
				...["--package", "nofile", "--port", "http", "--user", "a b"],
				...["--address", "x", "--from", "/"],
			],
			`--package nofile: no such file
--known-hosts nothere: no such file
--from /: this is a folder; name a file
--user a b: "a b" is not a login name; write one like "root"
--vip 2001:db8::1: IPv6 is not supported yet; write an IPv4 address like "172.18.0.70"
--port http: a port is written like 80 or 53/udp
--address x: it is written NAME=ADDRESS`,
		],
		[
			"reads a keepalived.conf, and names what it cannot say with the file that it is in",
			["--from", keepalived, "--director", "h", ...key],
			`--from ${keepalived}: none of its rules can be declared
  ${keepalived}:2: include none.conf: no such file on this computer; copy it to where the name leads
  ${join(home.path, "six.conf")}:1: virtual_server 2001:db8::1 80: IPv6 is not supported yet`,
		],
		[
			"wants the VIP of services that are marks",
			["--from", marks, "--director", "h", ...key],
			`--from ${marks}: its services are marks, and it does not say to which VIP packets with them go: name it with --vip ADDRESS`,
		],
		[
			"refuses a VIP for marks where there are none",
			[...["--from", services, "--director", "h"], ...key, "--vip", "1.2.3.4"],
			`--vip 1.2.3.4: no service of --from ${services} is a firewall mark, and the others name their VIP; leave it out`,
		],
		[
			"refuses a host that cannot be one",
			[...key, "--director", "192.0.2.256", ...three.slice(2)],
			'--director 192.0.2.256: "192.0.2.256" is neither an IPv4 address nor a host name; write an IPv4 address or a host name, like "192.0.2.10"',
		],
		[
			"refuses a port that no host has",
			[...key, "--director", "h:99999", ...three.slice(2)],
			"--director h:99999: a host is written [name=][user@]host[:port]",
		],
		[
			"refuses a host by IPv6 with the reason",
			[...key, "--director", "root@[2001:db8::1]:22", ...three.slice(2)],
			'--director root@[2001:db8::1]:22: IPv6 is not supported yet; write an IPv4 address or a host name, like "192.0.2.10"',
		],
		[
			"says how to log in where there is no key",
			["--director", "h", "--real-server", "r", "--vip", "1.2.3.4"],
			`no key to log in with: no SSH agent runs (SSH_AUTH_SOCK is not set), and ~/.ssh has no key without a passphrase
  name one with --identity FILE, or start an agent: eval $(ssh-agent); ssh-add`,
		],
	];
	for (const [what, words, stderr] of cases)
		test(what, async () => {
			using folder = mkdtempDisposableSync(join(tmpdir(), "lvs-init-"));
			assert.deepEqual(
				await runLvsctl(["init", ...words], { folder: folder.path }),
				{
					exit: 2,
					stdout: "",
					stderr,
				},
			);
			assert.deepEqual(readdirSync(folder.path), []);
		});

	test("tells programs too, in JSON, and asks them nothing", async () => {
		using folder = mkdtempDisposableSync(join(tmpdir(), "lvs-init-"));
		const { stdout, exit } = await runLvsctl(
			["init", ...key, ...three.slice(0, 4), "-o", "json"],
			{ folder: folder.path },
		);
		assert.deepEqual(JSON.parse(stdout), {
			error: {
				message:
					"one thing is missing, and nobody can be asked:\n  --vip ADDRESS, like 192.0.2.70",
				exit: 2,
			},
		});
		assert.equal(exit, 2);
	});

	test("overwrites nothing, and names what is there before it asks or connects", async () => {
		using folder = mkdtempDisposableSync(join(tmpdir(), "lvs-init-"));
		for (const name of ["README.md", "index.ts"])
			writeFileSync(join(folder.path, name), "mine");
		assert.deepEqual(await runLvsctl(["init"], { folder: folder.path }), {
			exit: 2,
			stdout: "",
			stderr:
				".: already here: index.ts, README.md; nothing was written. Name a folder for the project: lvsctl init FOLDER",
		});
	});
});

test("of hosts that fail, each is named", async () => {
	const hosts = [{ name: "lb" }, { name: "rs1" }, { name: "rs2" }];
	const failing = ofEach(hosts, async ({ name }) => {
		if (name !== "rs1")
			throw new RemoteError({
				host: `root@${name}:22`,
				doing: "connect",
				saw: "no",
			});
	});
	await assert.rejects(failing, {
		// as exit codes know it
		name: "RemoteError",
		message: "lb: root@lb:22: connect: no\nrs2: root@rs2:22: connect: no",
	});
});
