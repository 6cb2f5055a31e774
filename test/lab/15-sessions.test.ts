import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";

describe("sessions of PHP behind LVS", () => {
	const lab = sharedLab("labs/10-sessions");
	const sessions = async () => {
		const { exit, stdout, stderr } = await lab().lvsctl([
			...["check", "--no-diagnose", "--only", "session"],
		]);
		return { exit, said: stdout + stderr };
	};
	const on = (machine: string, script: string) =>
		lab().run(machine, "sh", "-c", script);

	test("one command, one table: files alone fail, persistence hides it, one place for sessions does", async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(exit, 0, stdout + stderr);
		for (const answer of [
			/control: session at own *: "session persistence is needed, or one place/,
			/session at sticky +: "signed in as long as rs[12] lasts/,
			/session at shared +: "session persistence is not needed"/,
			/session at redis +: "session persistence is not needed"/,
			/session at memcached +: "session persistence is not needed"/,
			/control: failover at sticky *: "a real server that goes takes its/,
			/failover at shared +: "a real server can go: nobody is signed out"/,
			/failover at redis +: "a real server can go: nobody is signed out"/,
			/failover at memcached *: "a real server can go: nobody is signed out"/,
		])
			assert.match(stdout, answer);
	});

	test("again: nothing to do", async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(exit, 0);
		assert.match(stderr, /hosts looked at: as declared in the last up/);
		assert.doesNotMatch(stdout, /updated|created/);
	});

	test(
		"control: without redis its users are signed out in silence, the others stay",
		onlyIn("storage"),
		async () => {
			await on("storage", "systemctl stop lvs-redis-session-store");
			const { exit, said } = await sessions();
			assert.equal(exit, 1, said);
			assert.match(said, /FAILED: session at redis/);
			assert.match(said, /passed: session at memcached/);
			assert.match(said, /passed: session at shared/);
			const up = await lab().lvsctl(["up"]);
			assert.equal(up.exit, 0, up.stdout + up.stderr);
			assert.match(
				up.stdout,
				/session at redis +: "session persistence is not/,
			);
		},
	);

	test("redis asks for its password, and listens behind the real servers alone", async () => {
		assert.match(
			await on("client", "redis-cli -h 172.18.0.69 ping 2>&1 || true"),
			/NOAUTH/,
		);
		assert.equal(
			await on("storage", "ss -ltnH 'sport = 6379' | awk '{ print $4 }'"),
			"172.18.0.69:6379",
		);
	});

	// What is shared lies in /srv/sessions of each real server, from storage.

	const shared = "/srv/sessions";
	const source = "/srv/lvs/files/sessions";
	const asWeb = "runuser -u www-data --";
	/** Shell text: 0 as soon as the condition holds, 1 where it does not hold in so many seconds. */
	const until = (condition: string, seconds: number) =>
		`for i in $(seq ${seconds}); do ${condition} && exit; sleep 1; done; exit 1`;
	/** What the client sees of a page while something is done, asked for every 0.3 s. */
	const meanwhile = async (url: string, work: () => Promise<unknown>) => {
		const asking = on(
			"client",
			`rm -f /tmp/over; n=0; until [ -e /tmp/over ]; do n=$((n + 1)); curl -s -m 10 -o /dev/null -w '%{http_code}\n' "${url}"; sleep 0.3; done`,
		);
		try {
			await work();
		} finally {
			await on("client", "touch /tmp/over");
		}
		const codes = (await asking).split("\n");
		assert.ok(codes.length > 5, codes.join(" "));
		return [...new Set(codes)];
	};

	test("what is shared belongs to the web server's user: nobody else lists, reads or writes it, but root", async () => {
		await on(
			"rs1",
			`${asWeb} sh -c 'umask 077; echo secret >${shared}/sess_mine'; echo root >${shared}/by-root`,
		);
		for (const attempt of [
			`ls ${shared}`,
			`cat ${shared}/sess_mine`,
			`touch ${shared}/x.php`,
			`rm -f ${shared}/sess_mine`,
		])
			assert.match(
				await on("rs1", `runuser -u nobody -- ${attempt} 2>&1 || true`),
				/Permission denied/,
			);
		assert.equal(
			await on(
				"rs2",
				`${asWeb} cat ${shared}/sess_mine ${shared}/by-root; cat ${shared}/sess_mine; stat -c %U ${shared}/by-root; rm ${shared}/sess_mine; ${asWeb} rm ${shared}/by-root`,
			),
			"secret\nroot\nsecret\nwww-data",
		);
	});

	test(
		"a directory that is gone, or whose disk is away, is not begun anew, and nothing is written beneath it",
		onlyIn("storage"),
		async () => {
			const refused = async (pattern: RegExp) => {
				const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
				assert.notEqual(exit, 0);
				assert.match(stdout + stderr, pattern);
			};
			const good = async (words: readonly string[]) => {
				const { exit, stdout, stderr } = await lab().lvsctl(words);
				assert.equal(exit, 0, stdout + stderr);
				return stdout;
			};
			const seen = (word: string) =>
				until(`[ "$(cat ${shared}/word 2>/dev/null)" = ${word} ]`, 40);
			await on(
				"storage",
				`echo kept >${source}/word; chown 33:33 ${source}/word; mv ${source} ${source}.away`,
			);
			await refused(
				/directory sessions: \/srv\/lvs\/files\/sessions had what users made and is not there: is its disk mounted\?/,
			);
			assert.equal(await on("storage", `ls -d ${source} 2>/dev/null || :`), "");
			await on("storage", `mv ${source}.away ${source}`);
			await good(["up"]);
			await on("rs1", seen("kept"));
			// it lies on a mount of its own, which is away later
			await on(
				"storage",
				`systemctl stop nfs-server && mv ${source} ${source}.first && mkdir ${source} && mount -t tmpfs tmpfs ${source} && touch ${source}/file
				/usr/local/lib/pulumi-lvs/files/storage start || :; umount ${source}`,
			);
			await refused(
				/directory sessions: \/srv\/lvs\/files\/sessions is empty, and what users had there lies on what was mounted at \/srv\/lvs\/files\/sessions, which is away/,
			);
			assert.equal(await on("storage", `ls -A ${source}`), "");
			await on(
				"storage",
				`rmdir ${source} && mv ${source}.first ${source} && rm ${source}/word && systemctl start nfs-server`,
			);
			await good(["up"]);
			await on("rs1", until(`${asWeb} touch ${shared}/again`, 40));
			await on("rs1", `rm ${shared}/again`);
		},
	);

	test("a mount that somebody stops comes back by itself, nothing is written beneath it, and other sites do not notice", async () => {
		const codes = await meanwhile("http://172.18.0.70:8081/", async () => {
			assert.match(
				await on(
					"rs1",
					// the watch waits for its lock
					`exec 8>>/run/pulumi-lvs/files-mount/lock; flock 8; systemctl stop srv-sessions.mount; touch ${shared}/lost 2>&1; findmnt ${shared}; systemctl is-active apache2`,
				),
				/^touch: .*not permitted\nactive$/,
			);
			await on("rs1", until(`findmnt -n -t nfs4 ${shared} >/dev/null`, 20));
			await on("rs1", "sleep 3");
		});
		assert.deepEqual(codes, ["200"]);
		await on("rs1", `${asWeb} touch ${shared}/again; rm ${shared}/again`);
	});

	test(
		"a real server that boots while storage is away serves what needs no shared file, and the rest when storage is back",
		onlyIn("storage"),
		async () => {
			await on("storage", "systemctl stop nfs-server");
			const reboot = await lab().lvsctl(["lab", "reboot", "rs2"]);
			assert.equal(reboot.exit, 0, reboot.stderr);
			await on("rs2", until("curl -sf -m 5 -o /dev/null 127.0.0.1:8081", 10));
			assert.match(
				await on("rs2", `findmnt ${shared}; touch ${shared}/lost 2>&1 || true`),
				/^touch: .*not permitted$/,
			);
			await on("storage", "systemctl start nfs-server");
			await on("rs2", until(`findmnt -n -t nfs4 ${shared} >/dev/null`, 40));
			await on("rs2", "curl -sf -m 40 -o /dev/null 127.0.0.1:8083/?user=ann");
		},
	);

	test(
		"a directory that is exchanged on storage: status names the stale mount, up mends it, and the watch does so by itself",
		onlyIn("storage"),
		async () => {
			const exchange = (word: string) =>
				`cd ${source}/.. && cp -a sessions new && echo ${word} >new/word && chown 33:33 new/word && mv sessions old && mv new sessions`;
			const seen = (word: string, seconds: number) =>
				until(`[ "$(cat ${shared}/word 2>/dev/null)" = ${word} ]`, seconds);
			await on("rs1", "systemctl stop lvs-files-mount");
			// the old one is still there: rs2 sees it by itself
			await on("storage", exchange("first"));
			await on("rs2", seen("first", 25));
			const status = await lab().lvsctl(["status"]);
			assert.equal(status.exit, 1, status.stdout + status.stderr);
			assert.match(
				status.stdout,
				/mounted \/srv\/sessions is stale: .* 172\.18\.0\.69:\/srv\/lvs\/files\/sessions/,
			);
			const up = await lab().lvsctl(["up"]);
			assert.equal(up.exit, 0, up.stdout + up.stderr);
			await on("rs1", seen("first", 1));
			// gone, as after a restore: every access fails on both, until they mount anew
			await on(
				"storage",
				`rm -rf ${source}/../old; ${exchange("second")}; rm -rf old`,
			);
			await on("rs1", seen("second", 25));
			await on("rs2", seen("second", 25));
		},
	);

	test(
		"another name of a directory is refused while its files lie under the former one, and taken when somebody has moved them",
		onlyIn("storage"),
		async () => {
			const program = join(lab().folder, "index.ts");
			const text = readFileSync(program, "utf8");
			await on("rs1", `${asWeb} sh -c 'echo kept >${shared}/kept'`);
			writeFileSync(
				program,
				text.replace("directories: { sessions:", "directories: { visits:"),
			);
			const refused = await lab().lvsctl(["up"]);
			assert.notEqual(refused.exit, 0);
			assert.match(
				refused.stdout + refused.stderr,
				/directory sessions is no longer declared, and directory visits is new: the data of sessions lies in \/srv\/lvs\/files\/sessions of this machine/,
			);
			assert.equal(await on("rs2", `${asWeb} cat ${shared}/kept`), "kept");
			const renamed = source.replace(/sessions$/, "visits");
			for (const [from, to, declared] of [
				[source, renamed, "visits"],
				[renamed, source, "sessions"],
			]) {
				writeFileSync(
					program,
					text.replace(
						"directories: { sessions:",
						`directories: { ${declared}:`,
					),
				);
				await on("storage", `mv ${from} ${to}`);
				const up = await lab().lvsctl(["up"]);
				assert.equal(up.exit, 0, up.stdout + up.stderr);
				for (const machine of ["rs1", "rs2"])
					assert.equal(
						await on(machine, `${asWeb} cat ${shared}/kept`),
						"kept",
					);
			}
			await on("rs1", `rm ${shared}/kept`);
		},
	);

	test(
		"a path that is shared no more is given back as it was found, on every real server",
		onlyIn("storage"),
		async () => {
			const program = join(lab().folder, "index.ts");
			const text = readFileSync(program, "utf8");
			const other = "/srv/visits";
			const sharedAt = async (path: string) => {
				writeFileSync(program, text.replaceAll(shared, path));
				const up = await lab().lvsctl(["up"]);
				assert.equal(up.exit, 0, up.stdout + up.stderr);
				const status = await lab().lvsctl(["status"]);
				assert.equal(status.exit, 0, status.stdout);
			};
			await on("rs1", `install -d -m 751 -o www-data ${other}`);
			await sharedAt(other);
			// it was made for the mount
			for (const machine of ["rs1", "rs2"])
				assert.equal(
					await on(machine, `test -e ${shared} || echo gone`),
					"gone",
				);
			await sharedAt(shared);
			assert.equal(
				await on(
					"rs1",
					`stat -c '%a %U' ${other}; ${asWeb} touch ${other}/here && rm -r ${other} && echo removed`,
				),
				"751 www-data\nremoved",
			);
			assert.equal(await on("rs2", `test -e ${other} || echo gone`), "gone");
		},
	);

	test(
		"old sessions in a directory of one's own are removed by PHP, and those in use stay",
		onlyIn("storage"),
		async () => {
			await on(
				"rs1",
				`${asWeb} sh -c 'for i in $(seq 40); do touch -d "2 days ago" ${shared}/sess_old$i; done'`,
			);
			const ann = (query: string) =>
				on(
					"client",
					`curl -s -m 20 -b /tmp/ann -c /tmp/ann 'http://172.18.0.70:8083/${query}'`,
				);
			await ann("?user=ann");
			// one request in a hundred collects: that a thousand do not happens once in 20,000 times
			let visits = 1;
			for (let left = "all"; left !== "" && visits <= 50; visits++) {
				await on(
					"client",
					"curl -s -m 60 -o /dev/null 'http://172.18.0.70:8083/?[1-20]'",
				);
				assert.equal(await ann(""), `ann ${visits + 1}`);
				left = await on("storage", `find ${source} -name 'sess_old*'`);
			}
			assert.ok(visits <= 50, "old sessions are still there");
		},
	);

	const redis = (words: string) =>
		`REDISCLI_AUTH=$(sed -n 's/^requirepass //p' /etc/pulumi-lvs/redis-redis.conf) redis-cli -h 172.18.0.69 ${words}`;

	test(
		"a store whose limits or password were changed by hand, or that hangs, is named by status, and up mends it",
		onlyIn("storage"),
		async () => {
			const ann = (query: string) =>
				on(
					"client",
					`curl -s -m 20 -b /tmp/ann -c /tmp/ann 'http://172.18.0.70:8084/${query}'`,
				);
			const mended = async (said: RegExp) => {
				const status = await lab().lvsctl(["status"]);
				assert.equal(status.exit, 1, status.stdout);
				assert.match(status.stdout, said);
				const up = await lab().lvsctl(["up"]);
				assert.equal(up.exit, 0, up.stdout + up.stderr);
				const after = await lab().lvsctl(["status"]);
				assert.equal(after.exit, 0, after.stdout);
			};
			await ann("?user=ann");
			await on("storage", redis("config set maxmemory-policy noeviction"));
			await on("storage", redis("config set maxmemory 1mb"));
			await mended(/memory is 1mb noeviction/);
			// else it would answer nobody without a password
			await on("storage", redis("config set protected-mode no"));
			await on("storage", redis("config set requirepass ''"));
			await mended(/answer at 172\.18\.0\.69:6379 is to anybody/);
			// without a restart
			assert.match(await ann(""), /^ann /);
			await on("storage", redis("config set requirepass other"));
			await mended(/answer at 172\.18\.0\.69:6379 is missing/);
			for (const [unit, port] of [
				["lvs-redis-session-store", 6379],
				["lvs-memcached-session-store", 11211],
			]) {
				await on("storage", `kill -STOP $(systemctl show -P MainPID ${unit})`);
				await mended(
					new RegExp(`answer at 172\\.18\\.0\\.69:${port} is missing`),
				);
			}
			await ann("?user=ann");
		},
	);

	test(
		"a store that is full lets go of sessions that nobody uses, and status tells of it",
		onlyIn("storage"),
		async () => {
			const ann = (query: string) =>
				on(
					"client",
					`curl -s -m 20 -b /tmp/ann -c /tmp/ann 'http://172.18.0.70:8084/${query}'`,
				);
			await ann("?user=ann");
			await on("storage", redis("config set maxmemory 4mb"));
			for (let time = 1; time <= 4; time++) {
				// redis knows by the second when something was used last
				await on("storage", "sleep 2");
				await on(
					"storage",
					redis(
						`eval "for i = 1, 1500 do redis.call('set', 'redis:${time}-' .. i, string.rep('x', 1000), 'ex', 60) end" 0`,
					),
				);
				assert.equal(await ann(""), `ann ${time + 1}`);
			}
			await on("storage", redis("config set maxmemory 64mb"));
			const status = await lab().lvsctl(["status"]);
			assert.match(
				status.stdout,
				/redis session-store server: as declared\nredis session-store server: note: the store's 64 megabytes were used up since it started \(.*\): [1-9]\d* entries were evicted, 0 writes were refused; declare more megabytes/,
			);
		},
	);

	test(
		"a request holds its session for longer than 30 s, and one whose worker is killed for no longer than is declared",
		onlyIn("storage"),
		async () => {
			const page = "/var/www/lvs-sites/redis/hold.php";
			for (const machine of ["rs1", "rs2"])
				await lab().lvsctl(
					["lab", "exec", machine, "--", "sh", "-c", `cat >${page}`],
					`<?php session_start(); $n = $_SESSION['n'] ?? 0;
				if (isset($_GET['name'])) file_put_contents('${shared}/worker', gethostname() . ' ' . getmypid());
				sleep((int)($_GET['hold'] ?? 0)); $_SESSION['n'] = $n + 1; echo $_SESSION['n'];`,
				);
			const ask = (jar: string, query: string) =>
				`curl -s -m 90 -b /tmp/${jar} -c /tmp/${jar} 'http://172.18.0.70:8084/hold.php${query}'`;
			const [counted, after] = await Promise.all([
				on(
					"client",
					`${ask("long", "")} >/dev/null; ${ask("long", "?hold=34")} >/dev/null & sleep 2; ${ask("long", "")}; wait`,
				),
				(async () => {
					await on(
						"client",
						`${ask("dead", "")}; (${ask("dead", "?hold=80&name")} >/dev/null 2>&1 &) </dev/null >/dev/null 2>&1`,
					);
					await on("storage", until(`[ -s ${source}/worker ]`, 60));
					const [machine = "", pid = ""] = (
						await on("storage", `cat ${source}/worker; rm ${source}/worker`)
					).split(" ");
					await on(machine, `kill -9 ${pid}`);
					return on(
						"client",
						`began=$(date +%s); said=$(${ask("dead", "")}); echo $(($(date +%s) - began)) $said`,
					);
				})(),
			]);
			assert.equal(counted, "3");
			const [seconds = "", count = ""] = after.split(" ");
			assert.ok(Number(seconds) <= 42, after);
			assert.equal(count, "2");
			for (const machine of ["rs1", "rs2"]) await on(machine, `rm ${page}`);
		},
	);

	test(
		"a request that holds its session in memcached lets the next one wait too",
		onlyIn("storage"),
		async () => {
			const page = "/var/www/lvs-sites/memcached/hold.php";
			for (const machine of ["rs1", "rs2"])
				await lab().lvsctl(
					["lab", "exec", machine, "--", "sh", "-c", `cat >${page}`],
					`<?php session_start(); $n = $_SESSION['n'] ?? 0;
				sleep((int)($_GET['hold'] ?? 0)); $_SESSION['n'] = $n + 1; echo $_SESSION['n'];`,
				);
			const ask = (query: string) =>
				`curl -s -m 90 -b /tmp/held -c /tmp/held 'http://172.18.0.70:8085/hold.php${query}'`;
			assert.equal(
				await on(
					"client",
					`${ask("")} >/dev/null; ${ask("?hold=6")} >/dev/null & sleep 2; ${ask("")}; wait`,
				),
				"3",
			);
			for (const machine of ["rs1", "rs2"]) await on(machine, `rm ${page}`);
		},
	);

	test("a real server that goes takes its own sessions along, and those of files with persistence", async () => {
		// one visitor for each site, with its cookies; then the real server that knows it is drained
		const jar = (port: number) => `/tmp/jar-${port}`;
		const visit = (port: number, query = "") =>
			on(
				"client",
				// longer than a lock of a session that nobody gave back
				`curl -sS -m 45 -b ${jar(port)} -c ${jar(port)} -D /tmp/head http://172.18.0.70:${port}/${query} 2>&1; sed -n 's/^X-Real-Server: //p' /tmp/head | tr -d '\\r'`,
			);
		const first = await visit(8082, "?user=ann");
		const server = first.split("\n").at(-1) ?? "";
		await visit(8084, "?user=ann");
		assert.match(await visit(8082), /^ann 2/);
		// gone, as by a power cut: the template of its client goes with it
		await on(
			"lb",
			`systemctl stop lvs-web-director-watch # it would put them back
for port in 8081 8082 8083 8084 8085; do ipvsadm -d -t 172.18.0.70:$port -r 172.18.0.${server === "rs1" ? 67 : 68}; done`,
		);
		assert.match(await visit(8082), /^ANON/);
		assert.match(await visit(8084), /^ann/);
		assert.match(await visit(8084), /^ann/);
	});

	test(
		"a path beneath a symbolic link is refused before a change, with the one to write, as is a place where others mounted something; the way out on storage helps",
		onlyIn("storage"),
		async () => {
			const program = join(lab().folder, "index.ts");
			const before = readFileSync(program, "utf8");
			const declare = (path: string) =>
				writeFileSync(
					program,
					before.replace(
						'sessions: { path: "/srv/sessions" }',
						`$&, more: { path: "${path}" }`,
					),
				);
			const up = async () => {
				const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
				return { exit, said: stdout + stderr };
			};
			await on("rs1", "mkdir /data; ln -s /data /srv/large");
			declare("/srv/large/more");
			const linked = await up();
			assert.notEqual(linked.exit, 0, linked.said);
			assert.match(
				linked.said,
				/\/srv\/large\/more leads to \/data\/more, as \/srv\/large is a symbolic link[\s\S]*Write path: "\/data\/more"/,
			);
			assert.equal(await on("rs1", "ls /data"), "");
			await on("rs1", "mkdir /data/more; mount -t tmpfs theirs /data/more");
			declare("/data/more");
			const occupied = await up();
			assert.notEqual(occupied.exit, 0, occupied.said);
			assert.match(
				occupied.said,
				/theirs is mounted at \/data\/more already, and not by us/,
			);
			assert.equal(
				await on("rs1", "findmnt -n -o SOURCE /data/more"),
				"theirs",
			);
			await on("rs1", "umount /data/more");
			const good = await up();
			assert.equal(good.exit, 0, good.said);
			await on("rs1", "findmnt -n -t nfs4 /data/more");
			writeFileSync(program, before);
			const back = await up();
			assert.equal(back.exit, 0, back.said);
			// on the storage machine all lies beneath a link: somebody moved it to a larger disk
			await on(
				"storage",
				"mkdir /large && cp -a /srv/lvs /large/ && mv /srv/lvs /srv/lvs.old && ln -s /large/lvs /srv/lvs",
			);
			const status = await lab().lvsctl(["status"]);
			assert.match(
				status.stdout,
				/\/srv\/lvs\/files\/sessions leads to \/large\/lvs\/files\/sessions, as \/srv\/lvs is a symbolic link/,
			);
			await on(
				"storage",
				"rm /srv/lvs && mkdir /srv/lvs && mount --bind /large/lvs /srv/lvs",
			);
			const moved = await up();
			assert.equal(moved.exit, 0, moved.said);
			await on(
				"rs1",
				until("touch /srv/sessions/here && rm /srv/sessions/here", 40),
			);
			// as it was
			await on(
				"storage",
				"systemctl stop nfs-server; umount /srv/lvs && rmdir /srv/lvs && mv /srv/lvs.old /srv/lvs && systemctl start nfs-server",
			);
			const restored = await up();
			assert.equal(restored.exit, 0, restored.said);
			await on("rs1", "rm -f /srv/large; rm -rf /data");
		},
	);

	test(
		"a real server leaves all components in one edit, and no client meets it without its files",
		onlyIn("storage"),
		async () => {
			const program = join(lab().folder, "index.ts");
			const page = "/var/www/lvs-sites/shared/picture.php";
			// files that nobody has read before, so that no real server has them in memory
			await on(
				"storage",
				`for n in $(seq 1000); do echo whole >${source}/picture$n; done; chown 33:33 ${source}/picture*`,
			);
			for (const machine of ["rs1", "rs2"])
				await lab().lvsctl(
					["lab", "exec", machine, "--", "sh", "-c", `cat >${page}`],
					`<?php if (@readfile("${shared}/picture" . $_GET['n']) !== 6) http_response_code(403);`,
				);
			writeFileSync(
				program,
				readFileSync(program, "utf8")
					.replace(/\trs2: .*\n/, "")
					.replace(/const proof = [\s\S]*/, ""),
			);
			const told = on(
				"storage",
				"until [ -e /tmp/over ]; do /usr/local/lib/pulumi-lvs/files/storage status | grep ^note; sleep 1; done | sort -u",
			);
			const codes = await meanwhile(
				"http://172.18.0.70:8083/picture.php?n=$n",
				async () => {
					const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
					assert.equal(exit, 0, stdout + stderr);
				},
			);
			await on("storage", "touch /tmp/over");
			// what `lvsctl status` shows as a note
			assert.match(
				await told,
				/^note leaving=still open for real servers that leave, .*: \/srv\/lvs\/files\/sessions 172\.18\.0\.68$/,
			);
			assert.deepEqual(codes, ["200"]);
			await on(
				"storage",
				until("! grep -q '^/srv.*172.18.0.68' /var/lib/nfs/etab", 20),
			);
			assert.equal(
				await on("storage", "ls /etc/exports.d"),
				"lvs-files.exports",
			);
			const again = await lab().lvsctl(["up"]);
			assert.doesNotMatch(again.stdout, /updated|created/);
			await on("rs1", `rm ${page}`);
			await on("rs2", `rm -f ${page}`);
		},
	);

	test("destroy leaves no file of ours", async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["destroy"]);
		assert.equal(exit, 0, stdout + stderr);
		for (const machine of ["rs1", "rs2", "storage"])
			assert.equal(
				await on(
					machine,
					"find /etc /usr/local/lib /var/lib/pulumi-lvs -name '*lvs-*' -o -name '*pulumi-lvs*' 2>/dev/null || true",
				),
				"",
			);
	});
});
