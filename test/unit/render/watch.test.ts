import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
	appendFileSync,
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { formatDraft } from "../../../src/render/draft.ts";
import { watchPart } from "../../../src/render/watch.ts";

/** A watch at work, on a played host: what the role's script finds missing is a line of `state` with the word `missing`. */
class PlayedWatch implements AsyncDisposable {
	readonly root = mkdtempSync(join(tmpdir(), "lvs-watch-"));
	readonly watch: ChildProcess;
	said = "";

	/**
	 * @param noted lines of an earlier watch.
	 * @param several whether it is one of several directors.
	 * @param before what its shell does first.
	 */
	constructor({ units = "", noted = "", several = false, before = "" } = {}) {
		this.write("state", "vip 172.18.0.70: held\n");
		this.write("ip_vs", tableOf([67, 68]));
		this.write("udp", "");
		this.write("igmp", heardBy(["eth1"]));
		this.write("units", units);
		this.write("log", "");
		this.write("before", before);
		mkdirSync(this.path("run"));
		if (noted !== "") {
			mkdirSync(this.path("run/web-director"));
			this.write("run/web-director/put-back", noted);
		}
		spawnSync("mkfifo", [this.path("ip.fifo"), this.path("nft.fifo")]);
		mkdirSync(this.path("bin"));
		for (const [name, text] of Object.entries(programs))
			this.program(`bin/${name}`, `#!/bin/sh\n${text}`);
		const script = "/usr/local/lib/pulumi-lvs/web/director";
		const part = watchPart({
			unit: "lvs-web-director",
			program: script,
			repair: "heal",
			owner: "web-director",
			addresses: ["172.18.0.70", "172.18.0.66"],
			nftables: "lvs-web",
			routing: undefined,
			device: "",
			receiver: undefined,
			silent: [],
			table: true,
			reader: "/run/pulumi-lvs/web-director/reader",
			agreement: several
				? "/run/pulumi-lvs/web-director/failover.conf"
				: undefined,
			guard: several ? "lvs-web-failover" : undefined,
		});
		const watchFile = formatDraft(part).files[`${script}-watch`];
		this.program(
			"watch",
			(watchFile?.content ?? "")
				.replaceAll("/run/pulumi-lvs", this.path("run"))
				.replaceAll("/proc/net/ip_vs", this.path("ip_vs"))
				.replaceAll("/proc/net/udp", this.path("udp"))
				.replaceAll("/proc/net/igmp", this.path("igmp"))
				.replaceAll(script, this.path("bin/director")),
		);
		this.watch = spawn("bash", [this.path("watch")], {
			env: {
				PATH: `${this.path("bin")}:/usr/bin:/bin`,
				ROOT: this.root,
				BASH_ENV: this.path("before"),
			},
			stdio: ["ignore", "pipe", "pipe"],
			detached: true,
		});
		for (const stream of [this.watch.stdout, this.watch.stderr])
			stream?.setEncoding("utf8").on("data", (text: string) => {
				this.said += text;
			});
	}

	/** A watch that has looked once. */
	static async started(
		found?: ConstructorParameters<typeof PlayedWatch>[0],
	): Promise<PlayedWatch> {
		const played = new PlayedWatch(found);
		await played.until(() => played.calls().length > 0);
		return played;
	}

	/** What the kernel tells: a line of `ip monitor` or `nft monitor`. */
	tell(program: "ip" | "nft", line: string): void {
		// both ends: a writer alone would wait for a reader, and its end would be the end of the events
		appendFileSync(this.path(`${program}.fifo`), `${line}\n`);
	}

	/** Verbs that the role's script was asked for. */
	calls(): string[] {
		return this.read("log").split("\n").slice(0, -1);
	}

	/** Lines of what was noted, without number and time. */
	noted(): string[] {
		return existsSync(this.path("run/web-director/put-back"))
			? this.read("run/web-director/put-back")
					.split("\n")
					.slice(0, -1)
					.map((line) => line.split("\t").slice(2).join(" | "))
			: [];
	}

	async until(happened: () => boolean, seconds = 20): Promise<void> {
		const end = Date.now() + seconds * 1000;
		while (!happened()) {
			if (Date.now() > end)
				throw new Error(
					`not within ${seconds} s; ${this.calls()}; ${this.said}`,
				);
			await sleep(20);
		}
	}

	path(name: string): string {
		return join(this.root, name);
	}

	read(name: string): string {
		return readFileSync(this.path(name), "utf8");
	}

	write(name: string, text: string): void {
		writeFileSync(this.path(name), text);
	}

	private program(name: string, text: string): void {
		this.write(name, text);
		chmodSync(this.path(name), 0o755);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (this.watch.exitCode === null) {
			const ended = once(this.watch, "exit");
			// its sources too, which are of its process group
			process.kill(-(this.watch.pid ?? 0), "SIGTERM");
			await ended;
		}
		rmSync(this.root, { recursive: true, force: true, maxRetries: 20 });
	}
}

const programs = {
	// <> keeps the pipe open from writer to writer
	ip: `exec cat <>"$ROOT/ip.fifo"`,
	nft: `exec cat <>"$ROOT/nft.fifo"`,
	systemctl: `cat "$ROOT/units"`,
	journalctl: "",
	director: `echo "$1" >>"$ROOT/log"
case $1 in
status) state=$(cat "$ROOT/state"); echo "$state"; case $state in *missing* | *differs*) exit 1 ;; esac ;;
heal) [ ! -e "$ROOT/broken" ] || { cat "$ROOT/broken" >&2; exit 1; }; sed -i 's/: missing/: held/' "$ROOT/state" ;;
esac
`,
};

const missing = "vip 172.18.0.70: missing\n";
/** /proc/net/ip_vs with real servers by the last number of their address. */
function tableOf(servers: readonly number[], active = 0): string {
	return [
		"IP Virtual Server version 1.2.1 (size=4096)",
		"Prot LocalAddress:Port Scheduler Flags",
		"  -> RemoteAddress:Port Forward Weight ActiveConn InActConn",
		"TCP  AC120046:0050 wrr  ",
		...servers.map(
			(server) =>
				`  -> AC1200${server.toString(16).toUpperCase()}:0050      Route   2      ${active}          0         `,
		),
		"",
	].join("\n");
}

/** /proc/net/igmp of a director, where these devices are in the group of the sync. */
function heardBy(devices: readonly string[]): string {
	return [
		"Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter",
		...["lo", "eth1"].flatMap((device, place) => [
			`${place + 1}\t${device.padEnd(10)}:     1      V3`,
			...(devices.includes(device)
				? ["\t\t\t\t510000E0     1 0:00000000\t\t0"]
				: []),
			"\t\t\t\t010000E0     1 0:00000000\t\t0",
		]),
		"",
	].join("\n");
}

const deleted = "Deleted 3: eth1    inet 172.18.0.70/32 scope global eth1";
const unknown = "by hand, or by a program that leaves no trace here";

/** What `systemctl show` says of a unit whose state changed, and which was started, this many seconds ago. */
function unit(name: string, changed: number, started?: number): string {
	const uptime = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
	const at = (seconds: number) => Math.round((uptime - seconds) * 1e6);
	return `Id=${name}
ActiveState=active
StateChangeTimestampMonotonic=${at(changed)}
ActiveEnterTimestampMonotonic=${started === undefined ? 0 : at(started)}
`;
}

suite("the watch", { concurrency: true }, () => {
	test("an event: what is missing is put back and noted with the manager that was at work", async () => {
		await using played = await PlayedWatch.started();
		played.write(
			"units",
			`${unit("systemd-networkd.service", 3)}\n${unit("nftables.service", 500)}`,
		);
		played.write("state", missing);
		played.tell("ip", deleted);
		await played.until(() => played.noted().length > 0);
		assert.deepEqual(played.noted(), [
			"vip 172.18.0.70: missing | systemd-networkd.service was reloaded",
		]);
		assert.equal(played.read("state"), "vip 172.18.0.70: held\n");
		await played.until(() => played.said.includes("put back"));
		assert.match(
			played.said,
			/^put back, time 1 since the host started; found: vip 172\.18\.0\.70: missing; why: systemd-networkd\.service was reloaded$/m,
		);
	});

	for (const [started, says] of [
		[9, "was reloaded"],
		[3, "was started"],
	] as const)
		test(`a manager that was started ${started} s ago and changed its state 3 s ago ${says}`, async () => {
			await using played = await PlayedWatch.started();
			played.write("units", unit("nftables.service", 3, started));
			played.write("state", missing);
			played.tell("ip", deleted);
			await played.until(() => played.noted().length > 0);
			assert.deepEqual(played.noted(), [
				`vip 172.18.0.70: missing | nftables.service ${says}`,
			]);
		});

	test("of the packet filter it tells which process changed it", async () => {
		await using played = await PlayedWatch.started();
		played.write("state", "nftables lvs-web: missing\n");
		played.tell("nft", "delete table ip lvs-web");
		played.tell("nft", "# new generation 7 by process 4711 (firewalld)");
		await played.until(() => played.noted().length > 0);
		assert.deepEqual(played.noted(), [
			"nftables lvs-web: missing | the packet filter was changed by process 4711 (firewalld)",
		]);
	});

	test("a table that became shorter is looked at without an event, and one that did not is not", async () => {
		await using played = await PlayedWatch.started();
		const before = played.calls().length;
		played.write("ip_vs", tableOf([67, 68], 7)); // counters changed
		await sleep(5000);
		assert.equal(played.calls().length, before);
		played.write("state", `-A -t 172.18.0.70:80 -s wrr: missing\n`);
		played.write("ip_vs", tableOf([67]));
		await played.until(() => played.noted().length > 0);
		assert.deepEqual(played.noted(), [
			`-A -t 172.18.0.70:80 -s wrr: missing | ${unknown}`,
		]);
	});

	test("so is one in which a real server took the place of another; no manager is blamed for that", async () => {
		await using played = await PlayedWatch.started();
		played.write("units", unit("nftables.service", 3));
		played.write("state", `-A -t 172.18.0.70:80 -s wrr: missing\n`);
		played.write("ip_vs", tableOf([67, 69]));
		await played.until(() => played.noted().length > 0);
		assert.deepEqual(played.noted(), [
			`-A -t 172.18.0.70:80 -s wrr: missing | ${unknown}`,
		]);
	});

	test("it looks when who hears what the checks find stands still, or has died", async () => {
		await using played = await PlayedWatch.started();
		const before = played.calls().length;
		const reader = spawn("sleep", ["60"], { stdio: "ignore" });
		mkdirSync(played.path("run/web-director"), { recursive: true });
		played.write("run/web-director/reader", `${reader.pid}\n`);
		await played.until(() => played.calls().length > before);
		// what it has seen counts when it has looked
		await sleep(4000);
		const running = played.calls().length;
		reader.kill("SIGSTOP");
		await played.until(() => played.calls().length > running);
		await sleep(4000);
		reader.kill("SIGCONT");
		await sleep(4000);
		const then = played.calls().length;
		reader.kill();
		await played.until(() => played.calls().length > then);
	});

	test("it looks when the link of the sync is made anew, which hears nothing then", async () => {
		await using played = await PlayedWatch.started({ several: true });
		// what it has seen counts when it has looked
		await sleep(4000);
		const before = played.calls().length;
		played.write(
			"state",
			"link of the sync, eth1: made anew or gone, missing\n",
		);
		played.write("igmp", heardBy([]));
		await played.until(() => played.calls().length > before);
	});

	test("it looks when the link of the agreement gets another name", async () => {
		await using played = await PlayedWatch.started({ several: true });
		const agreed = (link: string) =>
			played.write(
				"run/web-director/failover.conf",
				`vrrp_instance web {\n\tstate BACKUP\n\tinterface ${link}\n`,
			);
		mkdirSync(played.path("run/web-director"), { recursive: true });
		agreed("lo");
		// what it has seen counts when it has looked
		await sleep(6000);
		const before = played.calls().length;
		agreed("was-lo");
		await played.until(() => played.calls().length > before);
	});

	test("events of others wake nobody", async () => {
		await using played = await PlayedWatch.started();
		const before = played.calls().length;
		for (const line of [
			"Deleted 3: eth1    inet 172.18.0.71/32 scope global eth1",
			"4: eth1    inet 172.18.0.70/32 scope global eth1",
		])
			played.tell("ip", line);
		played.tell("nft", "delete table ip lvs-webshop");
		played.tell("nft", "# new generation 8 by process 4712 (docker)");
		await sleep(3000);
		assert.equal(played.calls().length, before);
	});

	test("a change of ours that is going on is waited for, and what it brought back is not noted", async () => {
		await using played = await PlayedWatch.started();
		const before = played.calls().length;
		const holder = spawn(
			"bash",
			[
				"-c",
				`exec 9>>"$0/run/lock"; flock -x 9; echo locked; read`,
				played.root,
			],
			{ stdio: ["pipe", "pipe", "inherit"] },
		);
		await once(holder.stdout, "data");
		played.write("run/generation", "busy-1\n");
		played.write("state", missing);
		played.tell("ip", deleted);
		await played.until(() => played.calls().length > before);
		await sleep(500);
		assert.ok(!played.calls().includes("heal"));
		played.write("state", "vip 172.18.0.70: held\n");
		played.write("run/generation", "2\n");
		holder.stdin.end("\n");
		await played.until(() => played.calls().length > before + 1);
		await sleep(500);
		assert.ok(!played.calls().includes("heal"));
		assert.deepEqual(played.noted(), []);
		assert.equal(played.read("run/generation"), "2\n");
	});

	test("a look that came before is stale after it", async () => {
		await using played = await PlayedWatch.started();
		played.write("run/generation", "7\n");
		played.write("state", missing);
		played.tell("ip", deleted);
		await played.until(() => played.noted().length > 0);
		assert.notEqual(played.read("run/generation"), "7\n");
	});

	test("a clock that is set meanwhile changes nothing: it looks after two seconds of events that do not end", async () => {
		await using played = await PlayedWatch.started({
			// to bash it is as if it stood still: it counts its seconds by the clock
			before: "unset SECONDS; SECONDS=0",
		});
		played.write("state", missing);
		const events = setInterval(() => played.tell("ip", deleted), 20);
		try {
			await played.until(() => played.noted().length > 0);
		} finally {
			clearInterval(events);
		}
	});

	test("what differs on purpose is left, and looked at no more often than anything", async () => {
		await using played = await PlayedWatch.started();
		played.write(
			"state",
			"-a -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 2: differs\n",
		);
		played.tell("ip", deleted);
		await played.until(() => played.calls().includes("heal"));
		const after = played.calls().length;
		await sleep(3000);
		assert.ok(played.calls().length <= after + 1, played.calls().join());
		assert.deepEqual(played.noted(), []);
	});

	test("what cannot be put back is tried again, and told once", async () => {
		await using played = await PlayedWatch.started();
		played.write("broken", "director: no device has 172.18.0.66\n");
		played.write("state", missing);
		played.tell("ip", deleted);
		await played.until(
			() => played.calls().filter((verb) => verb === "heal").length > 1,
		);
		rmSync(played.path("broken"));
		await played.until(() => played.noted().length > 0);
		assert.equal(played.said.match(/no device has/g)?.length, 1);
	});

	test("where the events end it ends, so that systemd starts it again", async () => {
		await using played = await PlayedWatch.started();
		const ended = once(played.watch, "exit");
		spawnSync("sh", [
			"-c",
			`for p in /proc/[0-9]*; do [ "$(readlink $p/fd/0)" != "${played.path("ip.fifo")}" ] || kill "\${p#/proc/}"; done 2>/dev/null`,
		]);
		assert.equal((await ended)[0], 1);
		assert.match(played.said, /the kernel's events ended/);
	});

	test("it goes on counting where an earlier one ended", async () => {
		await using played = await PlayedWatch.started({
			noted: "41\t1800000000\tx\ty\n",
		});
		played.write("state", missing);
		played.tell("ip", deleted);
		await played.until(() => played.noted().length > 1);
		assert.match(
			played.read("run/web-director/put-back").split("\n")[1] ?? "",
			/^42\t/,
		);
	});
});
