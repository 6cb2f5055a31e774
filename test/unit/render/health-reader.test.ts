import assert from "node:assert/strict";
import {
	existsSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../../src/model/cluster.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { checkedPlaces } from "../../../src/render/checked-places.ts";
import { checked, rising } from "../host/change/example.ts";
import { PlayedReader } from "./played-reader.ts";

const places = new Map(
	checkedPlaces(checked).map((each) => [each.place, each] as const),
);
const page1 = "172.18.0.67:80/dr/http";
const page2 = "172.18.0.68:80/dr/http";
const name1 = "172.18.0.67:53/dr/dns";
const name2 = "172.18.0.68:53/dr/dns";

const all = [page1, page2, name1, name2];
const isHeard = (reader: PlayedReader) => () =>
	existsSync(join(reader.root, "run/web-director/heard"));

suite("what the reader of health checks makes of what it hears", () => {
	test("one that fails after it passed is down, with the reason, and up again when it passes", async () => {
		await using reader = new PlayedReader({
			journal: `Sat Nov 28 07:21:01 2026: Connection failed server [172.18.0.68]:none:${places.get(page2)?.number}.
Sat Nov 28 07:21:01 2026: HTTP_CHECK on service [172.18.0.68]:none:${places.get(page2)?.number} failed after 1 retries.
Sat Nov 28 07:21:01 2026: Removing service [172.18.0.68]:none:${places.get(page2)?.number} from VS FWM 1637875713
Sat Nov 28 07:21:02 2026: Timeout connecting server [172.18.0.67]:none:1${places.get(page2)?.number}.
`,
		});
		for (const place of all) reader.tell(place, "UP");
		await reader.until(isHeard(reader));
		reader.tell(page2, "DOWN");
		await reader.until(() => reader.state()[page2] === "down");
		await reader.until(() =>
			/^172\.18\.0\.68:80\/dr\/http .* Connection failed$/m.test(reader.text()),
		);
		await reader.until(() => reader.settled() > 1);
		reader.tell(page2, "UP");
		await reader.until(() => reader.state()[page2] === "up");
		assert.equal(reader.state()[page1], "up");
	});

	test("what `ask` says of one that stays out is taken over, its time stays, and nothing is laid over for it", async () => {
		const cluster = clusterDoor.parse("web", {
			vip: "172.18.0.70",
			forwarding: "dr",
			directors: {
				lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
			},
			realServers: {
				rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
				rs2: { host: { address: "192.0.2.3" }, address: "172.18.0.68" },
			},
			services: {
				cache: {
					tcp: 6379,
					check: { tcp: { send: "PING\r\n", expect: "+PONG" } },
				},
			},
		});
		await using reader = new PlayedReader({ cluster });
		const [first, second] = [...reader.places.values()];
		assert.ok(first !== undefined && second !== undefined);
		const said = (words: string) =>
			reader.write(`run/web-director/said-${second.number}`, `${words}\n`);
		const line = () =>
			reader
				.text()
				.split("\n")
				.find((each) => each.startsWith(`${second.place} `)) ?? "";
		reader.tell(first.place, "UP");
		reader.tell(second.place, "UP");
		await reader.until(isHeard(reader));
		said("no connection: Connection refused");
		reader.tell(second.place, "DOWN");
		await reader.until(() => line().endsWith("Connection refused"));
		const [, , , since] = line().split(" ");
		await sleep(1500);
		const laid = reader.settled();
		said('the answer is "-LOADING"');
		await reader.until(() => line().endsWith('the answer is "-LOADING"'));
		assert.equal(line().split(" ")[3], since);
		assert.equal(reader.state()[second.place], "down");
		assert.equal(reader.settled(), laid);
		// an answer that is left over says nothing of one that passes
		reader.tell(second.place, "UP");
		await reader.until(() => reader.state()[second.place] === "up");
		assert.doesNotMatch(line(), /LOADING/);
	});

	test("where the disk takes nothing a verdict counts all the same, is told, and is on the disk later", async () => {
		await using reader = new PlayedReader();
		for (const place of all) reader.tell(place, "UP");
		await reader.until(isHeard(reader));
		const kept = join(reader.root, "kept/web-director");
		const unkept = join(reader.root, "run/web-director/health");
		const before = reader.settled();
		renameSync(kept, `${kept}.away`);
		reader.write("kept/web-director", "");
		reader.tell(page2, "DOWN");
		await reader.until(
			() =>
				existsSync(unkept) &&
				/^172\.18\.0\.68:80\/dr\/http down /m.test(
					readFileSync(unkept, "utf8"),
				),
		);
		await reader.until(() => reader.settled() > before);
		assert.equal(
			readFileSync(join(reader.root, "run/web-director/unwritten"), "utf8"),
			"Not a directory\n",
		);
		rmSync(kept);
		renameSync(`${kept}.away`, kept);
		await reader.until(() => reader.state()[page2] === "down");
		await reader.until(() => !existsSync(unkept));
		await reader.until(
			() => !existsSync(join(reader.root, "run/web-director/unwritten")),
		);
	});

	test("what is in memory counts, as the disk did not take it", async () => {
		const line = (word: string) =>
			`${page2} ${word} ${places.get(page2)?.definition} 1795850056 \n`;
		await using reader = new PlayedReader({
			state: line("up"),
			unkept: line("down"),
		});
		for (const place of all.filter((each) => each !== page2))
			reader.tell(place, "UP");
		await reader.until(() => reader.state()[page1] === "up");
		assert.equal(reader.state()[page2], "down");
	});

	test("what could not be laid over is laid over later", async () => {
		await using reader = new PlayedReader();
		for (const place of all) reader.tell(place, "UP");
		await reader.until(isHeard(reader));
		const tried = join(reader.root, "tried");
		reader.program("lib/web/director", `echo >>${tried}; exit 1`);
		reader.tell(page2, "DOWN");
		await reader.until(() => existsSync(tried));
		reader.program(
			"lib/web/director",
			`printf 'once more\\n=\\n' >>${reader.root}/settled`,
		);
		const before = reader.settled();
		await reader.until(() => reader.settled() > before);
	});

	test("who looks can know whether anybody hears, and since when not all was heard", async () => {
		await using reader = new PlayedReader({ patience: 20 });
		const run = (name: string) => join(reader.root, "run/web-director", name);
		await reader.until(() => existsSync(run("unheard")));
		const uptime = Number(readFileSync("/proc/uptime", "utf8").split(".")[0]);
		const limit = Number(readFileSync(run("unheard"), "utf8"));
		assert.ok(Math.abs(limit - uptime - 30) < 10, `${limit} at ${uptime}`);
		assert.equal(readFileSync(run("reader"), "utf8"), `${reader.reader.pid}\n`);
		for (const place of all) reader.tell(place, "UP");
		await reader.until(isHeard(reader));
		assert.ok(!existsSync(run("unheard")));
	});

	test("one that passes again rises from now on where the clock was set back since", async () => {
		const now = Math.floor(Date.now() / 1000);
		await using reader = new PlayedReader({
			cluster: rising,
			state: `${page1} up ${places.get(page1)?.definition} ${now + 7200} again\n`,
		});
		for (const place of all) reader.tell(place, "UP");
		const since = () =>
			Number(
				/^172\.18\.0\.67:80\S+ up \S+ (\d+) again$/m.exec(reader.text())?.[1],
			);
		await reader.until(() => since() < now + 60);
		assert.ok(since() >= now);
	});

	test("one that passes again rises: the director is asked each second, also by a reader that began in between", async () => {
		const now = Math.floor(Date.now() / 1000);
		const up = (place: string, since: number, why = "") =>
			`${place} up ${places.get(place)?.definition} ${since} ${why}\n`;
		await using first = new PlayedReader({ cluster: rising });
		for (const place of all) first.tell(place, "UP");
		await first.until(isHeard(first));
		const before = first.settled();
		await sleep(1500);
		assert.equal(first.settled(), before, "nobody failed before");
		first.tell(page2, "DOWN");
		await first.until(() => first.state()[page2] === "down");
		first.tell(page2, "UP");
		await first.until(() => / up .* again$/m.test(first.text()));
		await first.until(() => first.settled() > before + 3);
		await using later = new PlayedReader({
			cluster: rising,
			state: up(page1, now - 20, "again") + up(page2, now - 900, "again"),
		});
		for (const place of all) later.tell(place, "UP");
		await later.until(isHeard(later));
		const then = later.settled();
		await later.until(() => later.settled() > then + 1);
		assert.match(later.text(), /^172\.18\.0\.67:80\/dr\/http up .* again$/m);
	});

	test("a program is told who is out, and in again, and of nobody who never passed", async () => {
		const mark = join(tmpdir(), `lvs-told-${process.pid}`);
		const told: Cluster = {
			...checked,
			services: checked.services.map((service) =>
				service.name === "http" && service.check !== undefined
					? { ...service, check: { ...service.check, tell: `${mark}.sh` } }
					: service,
			),
		};
		writeFileSync(`${mark}.sh`, `#!/bin/sh\necho "$@" >>${mark}\n`, {
			mode: 0o755,
		});
		try {
			await using reader = new PlayedReader({ cluster: told });
			const said = () => (existsSync(mark) ? readFileSync(mark, "utf8") : "");
			for (const place of all.filter((each) => each !== page1))
				reader.tell(place, "UP");
			reader.tell(page1, "UP");
			await reader.until(isHeard(reader));
			assert.equal(said(), "");
			reader.tell(page2, "DOWN");
			reader.tell(name2, "DOWN");
			await reader.until(() => said() !== "");
			reader.tell(page2, "UP");
			await reader.until(() => said().split("\n").length > 2);
			assert.equal(said(), "out 172.18.0.68 80 web\nin 172.18.0.68 80 web\n");
		} finally {
			rmSync(`${mark}.sh`, { force: true });
			rmSync(mark, { force: true });
		}
	});

	test("the reason is found at every time of the day, as a time has the number of a check too", async () => {
		const number = places.get(page2)?.number;
		const line = (what: string) =>
			`Sat Nov 28 20:${number}3:${number}8 2026: ${what}\n`;
		await using reader = new PlayedReader({
			journal:
				line(`HTTP status code error to server [172.18.0.68]:none:${number}.`) +
				line(
					`HTTP_CHECK on service [172.18.0.68]:none:${number} failed after 1 retries.`,
				),
		});
		for (const place of all) reader.tell(place, "UP");
		await reader.until(isHeard(reader));
		reader.tell(page2, "DOWN");
		await reader.until(() =>
			/^172\.18\.0\.68:80\/dr\/http .* HTTP status code error$/m.test(
				reader.text(),
			),
		);
	});

	test("a reason that comes late to the journal is written down all the same", async () => {
		await using reader = new PlayedReader();
		for (const place of all) reader.tell(place, "UP");
		await reader.until(isHeard(reader));
		reader.tell(page2, "DOWN");
		await reader.until(() => reader.state()[page2] === "down");
		reader.write(
			"journal",
			`Sat Nov 28 07:21:01 2026: Connection failed server [172.18.0.68]:none:${places.get(page2)?.number}.\n`,
		);
		await reader.until(() =>
			/^172\.18\.0\.68:80\/dr\/http .* Connection failed$/m.test(reader.text()),
		);
	});

	test("the journal keeps nobody in: who fails is out at once, also where two fail and it answers late", async () => {
		await using reader = new PlayedReader({
			journal: `Sat Nov 28 07:21:01 2026: Connection failed server [172.18.0.68]:none:${places.get(page2)?.number}.\n`,
		});
		for (const place of all) reader.tell(place, "UP");
		await reader.until(isHeard(reader));
		const answers = `cat ${reader.root}/journal`;
		reader.program("bin/journalctl", `sleep 5; ${answers}`);
		const before = reader.settled();
		const began = Date.now();
		reader.tell(page1, "DOWN");
		reader.tell(page2, "DOWN");
		await reader.until(
			() =>
				reader.settled() > before &&
				reader.state()[page1] === "down" &&
				reader.state()[page2] === "down",
		);
		const took = Date.now() - began;
		assert.ok(took < 3000, `${took} ms`);
		// nor does it keep anybody out
		await sleep(1100);
		const then = Date.now();
		reader.tell(page1, "UP");
		await reader.until(() => reader.state()[page1] === "up");
		assert.ok(Date.now() - then < 4000, `${Date.now() - then} ms`);
		reader.program("bin/journalctl", answers);
		await reader.until(() =>
			/^172\.18\.0\.68:80\/dr\/http down .* Connection failed$/m.test(
				reader.text(),
			),
		);
	});

	test("a clock that is set meanwhile changes nothing: who is not heard of has the same time", async () => {
		await using reader = new PlayedReader({
			patience: 2,
			state: all
				.map((place) => `${place} up ${places.get(place)?.definition} 1 \n`)
				.join(""),
			// to bash it is as if it stood still: it counts its seconds by the clock
			before: "unset SECONDS; SECONDS=0",
		});
		for (const place of [page2, name1, name2]) reader.tell(place, "UP");
		await reader.until(() => reader.state()[page1] === "down");
		await reader.until(isHeard(reader));
	});

	test("while the table is empty, so that no check can pass, nobody is taken out", async () => {
		await using reader = new PlayedReader();
		for (const place of all) reader.tell(place, "UP");
		await reader.until(isHeard(reader));
		reader.write("table", "");
		reader.tell(page1, "DOWN");
		reader.tell(page2, "UP");
		await sleep(300);
		assert.equal(reader.state()[page1], "up");
	});

	test("a line in the midst of which the reader's patience ends is heard as a whole", async () => {
		await using reader = new PlayedReader();
		// until each was heard of it waits for a second
		reader.tell(page2, "UP");
		await reader.until(() => reader.state()[page2] === "up");
		const { number } = places.get(page2) ?? {};
		reader.say(`RS [172.18.0.68]:none:${number} FWM `);
		await sleep(1300);
		reader.say("1637875713 DOWN\n");
		await reader.until(() => reader.state()[page2] === "down");
	});

	test("what comes at once is laid over at once", async () => {
		await using reader = new PlayedReader();
		for (const place of all) reader.tell(place, "UP");
		await reader.until(isHeard(reader));
		assert.ok(reader.settled() <= 2, `${reader.settled()} times`);
	});

	test("other versions of keepalived write the place in another form", async () => {
		await using reader = new PlayedReader();
		reader.tell(page1, "UP", ":");
		await reader.until(() => reader.state()[page1] === "up");
	});

	test("a check that nobody has ever passed takes nobody out", async () => {
		await using reader = new PlayedReader({ patience: 1 });
		reader.tell(name1, "UP");
		reader.tell(name2, "UP");
		await reader.until(isHeard(reader));
		assert.deepEqual(
			[reader.state()[page1], reader.state()[page2]],
			["failed", "failed"],
		);
		// somebody passes: it is no mistake, and the other one is out
		reader.tell(page1, "UP");
		await reader.until(() => reader.state()[page2] === "down");
		assert.equal(reader.state()[page1], "up");
	});

	test("a check that only the sorry page or the sorry server passes takes nobody out", async () => {
		for (const sorry of [{ page: "away" }, "spare"]) {
			await using reader = new PlayedReader({
				patience: 1,
				cluster: withSorry(sorry),
			});
			const [own = "", one = "", other = ""] = [...reader.places.keys()].sort();
			reader.tell(typeof sorry === "string" ? other : own, "UP");
			await reader.until(isHeard(reader));
			const pool = typeof sorry === "string" ? [own, one] : [one, other];
			assert.deepEqual(
				pool.map((place) => reader.state()[place]),
				["failed", "failed"],
			);
		}
	});

	test("a sorry server that fails a check which the pool passes is out", async () => {
		await using reader = new PlayedReader({
			patience: 1,
			cluster: withSorry("spare"),
		});
		const [one = "", other = "", spare = ""] = [...reader.places.keys()].sort();
		reader.tell(one, "UP");
		reader.tell(other, "UP");
		await reader.until(isHeard(reader));
		assert.equal(reader.state()[spare], "down");
	});

	test("a mistake in a changed check takes nobody out, and who was out stays out", async () => {
		await using reader = new PlayedReader({
			patience: 1,
			state: `${page1} up 00000000 1795850000 \n${page2} down 00000000 1795850001 Connection failed\n`,
		});
		await reader.until(isHeard(reader));
		assert.equal(reader.state()[page1], "failed");
		assert.equal(reader.state()[page2], "down");
	});

	test("a restart keeps what was known until it hears, and who died meanwhile is out after a time", async () => {
		const known = (place: string) =>
			`${place} up ${places.get(place)?.definition} 1795850000 \n`;
		await using reader = new PlayedReader({
			patience: 2,
			state: all.map(known).join(""),
		});
		assert.equal(reader.state()[page1], "up");
		for (const place of [page2, name1, name2]) reader.tell(place, "UP");
		await reader.until(() => reader.state()[page1] === "down");
		assert.equal(reader.state()[page2], "up");
	});

	test("after a restart each is out after its own time, and none waits for the slowest check", async () => {
		const known = (place: string) =>
			`${place} up ${places.get(place)?.definition} 1795850000 \n`;
		await using reader = new PlayedReader({
			patience: 5,
			limits: { [page1]: 1 },
			state: all.map(known).join(""),
		});
		reader.tell(page2, "UP");
		reader.tell(name2, "UP");
		await reader.until(() => reader.state()[page1] === "down");
		assert.equal(reader.state()[name1], "up");
		assert.equal(isHeard(reader)(), false);
		await reader.until(() => reader.state()[name1] === "down");
		await reader.until(isHeard(reader));
		assert.deepEqual(
			[reader.state()[page2], reader.state()[name2]],
			["up", "up"],
		);
		// it was judged in time, and is heard of all the same
		reader.tell(page1, "UP");
		await reader.until(() => reader.state()[page1] === "up");
	});

	test("where the checks of an earlier version stand beside it, each has the longest time", async () => {
		await using reader = new PlayedReader({
			patience: 2,
			limits: "none",
			state: `${page1} up ${places.get(page1)?.definition} 1795850000 \n`,
		});
		for (const place of [page2, name1, name2]) reader.tell(place, "UP");
		await reader.until(() => reader.state()[page1] === "down");
		await reader.until(isHeard(reader));
	});

	test("a real server that was out at a place that is no longer asked is out at that of its new check", async () => {
		await using reader = new PlayedReader({
			state: `172.18.0.67:80/dr/tcp up 00000000 1795850000 \n172.18.0.68:80/dr/tcp down 00000000 1795850001 Connection failed\n${name2} up 00000000 1795850000 \n`,
		});
		await reader.until(() => reader.state()[page2] === "down");
		assert.match(reader.text(), /\/http down - 1795850001 Connection failed$/m);
		assert.equal(reader.state()[page1], "untried");
		assert.equal(reader.state()[name2], "up");
		reader.tell(page2, "UP");
		await reader.until(() => reader.state()[page2] === "up");
	});

	test("who passed at a port is not out by what another of its ports failed, when both are asked in another way", async () => {
		await using reader = new PlayedReader({
			state: `172.18.0.68:80/dr/tcp up 00000000 1795850000 \n172.18.0.68:81/dr/tcp down 00000000 1795850001 Connection failed\n${name1} up 00000000 1795850000 \n`,
		});
		reader.tell(page1, "UP");
		await reader.until(() => reader.state()[page1] === "up");
		assert.equal(reader.state()[page2], "untried");
	});

	test("who is out at a place that is asked still is out there alone", async () => {
		await using reader = new PlayedReader({
			state: `${page2} down 00000000 1795850001 Connection failed\n`,
		});
		reader.tell(name1, "UP");
		await reader.until(() => reader.state()[name1] === "up");
		assert.equal(reader.state()[name2], "untried");
	});

	test("a new real server is awaited beside others that pass, and out as others are where it does not", async () => {
		await using reader = new PlayedReader({
			patience: 2,
			state: `${page1} up ${places.get(page1)?.definition} 1795850000 \n${name1} down 00000000 1795850000 \n`,
		});
		await reader.until(() => reader.state()[page2] === "awaited");
		// nobody passes there, so it is as needed as the others
		assert.equal(reader.state()[name2], "untried");
		for (const place of [page1, name1, name2]) reader.tell(place, "UP");
		await reader.until(() => reader.state()[page2] === "down");
	});

	test("a new real server that passes has all of its weight at once", async () => {
		await using reader = new PlayedReader({
			cluster: rising,
			state: `${page1} up 00000000 1795850000 \n`,
		});
		await reader.until(() => reader.state()[page2] === "awaited");
		reader.tell(page2, "UP");
		await reader.until(() => reader.state()[page2] === "up");
		assert.doesNotMatch(reader.text(), /again/);
	});

	test("nothing is kept of what is no longer checked", async () => {
		await using reader = new PlayedReader({
			state: `10.0.0.9:80/dr/http down 00000000 1795850000 gone\n`,
		});
		reader.tell(page1, "UP");
		await reader.until(() => reader.state()[page1] === "up");
		assert.equal(reader.state()["10.0.0.9:80/dr/http"], undefined);
	});

	test("a torn line of the pipe is no verdict", async () => {
		await using reader = new PlayedReader();
		reader.tell(page1, "UP");
		writeSync(
			openSync(join(reader.root, "pipe"), "r+"),
			"VS FWM 1 DOWN\nRS [172.18.0.67]\nRS\n",
		);
		reader.tell(page2, "UP");
		await reader.until(() => reader.state()[page2] === "up");
		assert.equal(reader.state()[page1], "up");
	});
});

/** Two real servers, and who serves while both fail: 127.… comes first among the places, and the third real server last. */
function withSorry(sorry: { page: string } | string): Cluster {
	const realServer = (place: number) => ({
		host: { address: `192.0.2.${place}` },
		address: `172.18.0.${place}`,
	});
	return clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: { lb: realServer(66) },
		realServers: {
			rs1: realServer(67),
			rs2: realServer(68),
			...(typeof sorry === "string" ? { [sorry]: realServer(69) } : {}),
		},
		services: { http: { tcp: 80, check: { http: "/" }, sorry } },
	});
}
