import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostConnection } from "../../../src/model/host.ts";
import { connect } from "../../../src/ssh/ssh.ts";
import { type SshServerOptions, startSshServer } from "./ssh-server.ts";

const options = { doing: "observe", timeoutSeconds: 10 };

/** The outcome of one run on a server where `sudo` is what `rewrite` makes of it. */
async function run(
	script: string,
	server: SshServerOptions,
	connection: Partial<HostConnection> = {},
) {
	const host = await startSshServer(server);
	try {
		const session = await connect({ ...host.connection, ...connection });
		const result = await session
			.run(script, options)
			.catch((error: Error) => error);
		await session.close();
		return { result, commands: host.commands };
	} finally {
		await host.close();
	}
}

const sudoThat = (body: string) => (command: string) =>
	`sudo() { ${body}; }; ${command.replace(/^exec /, "")}`;
const ops = { user: "ops" };

test("root runs sh itself, any other user through sudo, unless told otherwise", async () => {
	const works = sudoThat('shift 2; "$@"');
	const root = await run("echo x", {});
	assert.deepEqual(root.commands, ["exec sh -s"]);
	const user = await run("echo x", { ...ops, rewrite: works }, ops);
	assert.deepEqual(user.commands, ["exec sudo -n -- sh -s"]);
	assert.deepEqual(user.result, { exit: 0, stdout: "x\n", stderr: "" });
	const plain = await run("echo x", ops, { ...ops, sudo: false });
	assert.deepEqual(plain.commands, ["exec sh -s"]);
});

test("a sudo that refuses is told from a script that fails", async () => {
	const refuses = sudoThat("echo 'ein Passwort ist notwendig' >&2; exit 1");
	const { result } = await run("exit 0", { ...ops, rewrite: refuses }, ops);
	assert.ok(result instanceof Error);
	assert.match(
		result.message,
		/sudo did not start a shell \(exit 1\):\n {4}ein Passwort/,
	);
	assert.match(result.message, /ops ALL=\(root\) NOPASSWD: \/bin\/sh -s"/);
	const script = await run(
		"exit 1",
		{ ...ops, rewrite: sudoThat('shift 2; "$@"') },
		ops,
	);
	assert.deepEqual(script.result, { exit: 1, stdout: "", stderr: "" });
});

test("a login shell that does not run commands is told, even if it exits 0", async () => {
	const { result } = await run("echo x", {
		rewrite: () => "echo 'This account is not available'",
	});
	assert.ok(result instanceof Error);
	assert.match(
		result.message,
		/login shell of root did not start sh \(exit 0\)/,
	);
});

const cloudImage =
	'Please login as the user "ubuntu" rather than the user "root".';
const noTty = "sudo: sorry, you must have a tty to run sudo";
for (const [what, server, connection, told] of [
	[
		"the root login of a cloud image",
		{ rewrite: () => `echo '${cloudImage}'; echo; exit 142` },
		{},
		[
			"(exit 142):\n    Please login as the user",
			'Write user: "ubuntu" into the connection of this host (on a command line, ubuntu@ before its address).',
		],
	],
	[
		"a shell that takes nobody",
		{
			rewrite: () => "echo 'This account is currently not available.'; exit 1",
		},
		{},
		[
			"(exit 1):\n    This account is currently not available.",
			"The account needs an ordinary login shell",
		],
	],
	[
		"both outputs at once",
		{ rewrite: () => "echo 'one thing'; echo 'another' >&2; exit 1" },
		{},
		["one thing", "another"],
	],
	[
		"a sudo that wants a terminal",
		{ ...ops, rewrite: sudoThat(`echo '${noTty}' >&2; exit 1`) },
		ops,
		[
			"you must have a tty",
			'a file in /etc/sudoers.d with the line "Defaults:ops !requiretty"',
		],
	],
	[
		"a login that is killed",
		{ rewrite: () => "echo 'out of order until noon'; kill -9 $$" },
		{},
		["out of order until noon"],
	],
] as const)
	test(`what ${what} says is told, with the way out`, async () => {
		const { result } = await run("echo x", server, connection);
		assert.ok(result instanceof Error);
		for (const words of told)
			assert.ok(result.message.includes(words), result.message);
	});

test("what the login shell's start files print is no output of the script", async () => {
	const { result } = await run("echo x", {
		rewrite: (command) => `echo welcome; ${command}`,
	});
	assert.deepEqual(result, { exit: 0, stdout: "x\n", stderr: "" });
});
