import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, suite, test } from "node:test";
import type { Desired } from "../../../src/model/desired.ts";
import { sessionStoreDoor } from "../../../src/model/session-store.ts";
import { renderSessionStore } from "../../../src/render/session-store.ts";
import { server } from "./beside.ts";
import { rendered, script } from "./rendered.ts";

const folder = mkdtempSync(join(tmpdir(), "memory-store-"));
const at = (name: string) => join(folder, name);
const put = (name: string, text: string) =>
	writeFileSync(at(name), text, { mode: 0o755 });
after(() => rmSync(folder, { recursive: true }));

/** What a `status` says that is no note. */
function conditionsOf(said: string): Record<string, string> {
	return Object.fromEntries(
		said
			.split("\n")
			.filter((line) => line.includes("=") && !line.startsWith("note "))
			.map((line) => [
				line.slice(0, line.indexOf("=")),
				line.slice(line.indexOf("=") + 1),
			]),
	);
}

suite("a store of redis, which is played", () => {
	const declared = rendered("debian").get("session-store") as Desired;
	const run = (verb: string) =>
		spawnSync("sh", ["-s", verb], {
			input: script("session-store", "session-store").replaceAll(
				"/etc/pulumi-lvs/sessions-redis.conf",
				at("conf"),
			),
			encoding: "utf8",
			env: { PATH: `${folder}:${process.env.PATH}` },
		}).stdout;
	const says = (name: string) => readFileSync(at(name), "utf8").trim();

	beforeEach(() => {
		rmSync(at("restarted"), { force: true });
		put("conf", "port 6379\nrequirepass secret\n");
		put("requirepass", "secret\n");
		put("maxmemory", "67108864\n");
		put("maxmemory-policy", "volatile-lru\n");
		put("systemctl", `#!/bin/sh\necho "$*" >${at("restarted")}\n`);
		put(
			"redis-cli",
			`#!/bin/sh
cd ${folder}
required=$(cat requirepass)
while read -r one two name value; do
	if [ -n "$required" ] && [ "\${REDISCLI_AUTH-}" != "$required" ]; then echo 'NOAUTH Authentication required.'; continue; fi
	case "$one $two" in
	'ping ') echo PONG ;;
	'config get') echo $name; cat $name ;;
	'config set') case $value in *mb) value=$((\${value%mb} * 1048576)) ;; esac; echo "$value" >$name; echo OK ;;
	esac
done
`,
		);
	});

	test("has what is declared", () => {
		assert.deepEqual(declared.conditions, {
			"answer at 172.18.0.69:6379": "as declared",
			memory: "64mb volatile-lru",
		});
		assert.deepEqual(conditionsOf(run("status")), declared.conditions);
	});

	test("says what its memory is by hand; its start mends it without a restart", () => {
		put("maxmemory", "1500000\n");
		put("maxmemory-policy", "noeviction\n");
		assert.equal(
			conditionsOf(run("status")).memory,
			"1500000 bytes noeviction",
		);
		run("start");
		assert.deepEqual(conditionsOf(run("status")), declared.conditions);
		assert.ok(!existsSync(at("restarted")));
	});

	test("says that it answers to anybody; its start gives it its password again, which no argument shows", () => {
		put("requirepass", "");
		assert.equal(
			conditionsOf(run("status"))["answer at 172.18.0.69:6379"],
			"to anybody",
		);
		run("start");
		assert.equal(says("requirepass"), "secret");
		assert.ok(!existsSync(at("restarted")));
	});

	test("with another password, or without an answer, has nothing to say; its start is a restart", () => {
		const lost = () => {
			assert.deepEqual(conditionsOf(run("status")), {});
			run("start");
			assert.equal(says("restarted"), "restart lvs-sessions-session-store");
			rmSync(at("restarted"));
		};
		put("requirepass", "other");
		lost();
		put("redis-cli", "#!/bin/sh\nexit 1\n");
		lost();
	});
});

suite("a store of memcached, which is played", () => {
	const sessions = renderSessionStore(
		sessionStoreDoor.parse("sessions", { server, type: "memcached" }),
	);
	const text = String(
		sessions.files["/usr/local/lib/pulumi-lvs/sessions/session-store"]?.content,
	);
	/** While something that listens at a port answers so. */
	const status = async (answer: string) => {
		const listening = createServer((socket) => {
			socket.on("error", () => {});
			socket.on("data", () => socket.end(answer));
		}).listen(0, "127.0.0.1");
		const { port } = await new Promise<{ port: number }>((done) =>
			listening.on("listening", () =>
				done(listening.address() as { port: number }),
			),
		);
		try {
			const shell = spawn("sh", ["-s", "status"]);
			shell.stdin.end(
				text.replaceAll(
					"/dev/tcp/172.18.0.69/11211",
					`/dev/tcp/127.0.0.1/${port}`,
				),
			);
			let said = "";
			for await (const piece of shell.stdout) said += piece;
			return conditionsOf(said);
		} finally {
			listening.close();
		}
	};

	test("has what is declared while it tells its counts, and nothing where something else answers", async () => {
		assert.deepEqual(sessions.conditions, {
			"answer at 172.18.0.69:11211": "as declared",
		});
		assert.deepEqual(
			await status("STAT uptime 7\r\nSTAT evictions 0\r\nEND\r\n"),
			sessions.conditions,
		);
		assert.deepEqual(await status("SSH-2.0-OpenSSH\r\n"), {});
	});
});
