import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { cutPower } from "./cut-power.ts";
import { LVS } from "./harness.ts";
import { prepareLoad, type Seen, underLoad } from "./load.ts";
import { onLab } from "./on-lab.ts";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";

// Two directors on real kernels: what clients notice when the VIP goes from one to the other, as planned or not. The whole of it is
// `script/campaign failover`; each run of continuous integration has what everything else rests upon.

/** The program without its smoke test, whose requests would be spread among those of a load. */
function withoutProof(program: string): string {
	return program
		.replace(/const proof[\s\S]*?\n\}\);\n/, "")
		.replace(/export const results.*\n/, "")
		.replace(", SmokeTest, spread", "");
}

const vip = "172.18.0.70";
/** By direct routing, and by NAT. */
const urls = [`http://${vip}`, `http://${vip}:8080`];

const whole = onlyIn("failover");

describe("two directors", () => {
	const lab = sharedLab("labs/13-failover");
	const { root, lvsctl, good, edit, status } = onLab(lab);
	/** Director -> what it is, and whether it has the VIP. */
	const roles = async () => {
		const { hosts } = await status();
		return Object.fromEntries(
			hosts.flatMap(({ name, failover }) =>
				failover === undefined
					? []
					: [
							[
								name,
								`${failover.found?.role}${failover.hasVip ? ", has it" : ""}`,
							],
						],
			),
		);
	};
	const others = { lb1: "lb2", lb2: "lb1" } as const;
	const holder = async () => {
		const found = await roles();
		return found.lb1?.endsWith("has it") ? "lb1" : "lb2";
	};
	const load = (change: () => Promise<unknown>) =>
		underLoad(lab(), urls, change);
	const nothingLost = ({ opened, failed, held, broken }: Seen) => {
		assert.deepEqual({ failed, broken }, { failed: [], broken: [] });
		assert.ok(opened > 5, `${opened} requests`);
		assert.equal(held, 10);
	};
	/** Waits until a director has the VIP. */
	const takesOver = (director: string) =>
		root(
			director,
			`for i in $(seq 200); do ip -o -4 address | grep -q ' ${vip}/32 ' && exit; sleep 0.1; done; exit 1`,
		);

	test(
		"a filter that drops what directors tell each other is named before a change",
		whole,
		async () => {
			await root(
				"lb2",
				"nft 'table ip closed { chain input { type filter hook input priority 0; policy accept; ip protocol 112 drop; }; }'",
			);
			const { exit, stdout, stderr } = await lvsctl("up");
			assert.notEqual(exit, 0);
			assert.match(
				stdout + stderr,
				/web-lb2: .*check before any change: table ip closed, chain input drops, .*: adverts of lb1, vrrp/,
			);
			assert.equal(await root("lb2", "ipvsadm -Sn 2>/dev/null; true"), "");
			await root("lb2", "nft delete table ip closed");
		},
	);

	/** What a change under load lost, in which the kernel of lb1 was never without the VIP. */
	const vipStays = async (change: () => Promise<unknown>) => {
		await root(
			"lb1",
			"ip monitor route table local >/tmp/local </dev/null 2>&1 & echo $! >/tmp/monitor",
		);
		const seen = await load(change);
		assert.doesNotMatch(
			await root("lb1", "kill $(cat /tmp/monitor); cat /tmp/local"),
			new RegExp(`Deleted local ${vip}`),
			"lb1 was without the VIP",
		);
		assert.equal(
			await root("lb1", `ip -o -4 address | grep -o '${vip}/[0-9]*'`),
			`${vip}/32`,
		);
		return seen;
	};
	/** The program with both directors. */
	let declared = "";

	test("one director serves", async () => {
		const program = join(lab().folder, "index.ts");
		edit(
			/(\t\thttp: .*)\n/,
			'$1\n\t\tshop: { tcp: 8080, forwarding: "nat", realServerPort: 80, scheduler: "rr" },\n',
		);
		edit("advertSeconds: 0.3", 'advertSeconds: 0.3, gateway: "172.18.0.1"');
		declared = readFileSync(program, "utf8");
		edit(/\t\tlb2: .*\n/, "");
		edit(/\tfailover: .*\n/, "");
		await good("up");
		for (const each of ["rs1", "rs2"]) await prepareLoad(lab(), each);
		assert.deepEqual(await roles(), {});
	});

	test(
		"a new director that stands before the one that serves is refused before a change",
		whole,
		async () => {
			const swapped = withoutProof(declared).replace(
				/(\t\tlb1: .*\n)(\t\tlb2: .*\n)/,
				"$2$1",
			);
			assert.notEqual(swapped, withoutProof(declared));
			writeFileSync(join(lab().folder, "index.ts"), swapped);
			const { exit, stdout, stderr } = await lvsctl("up");
			assert.notEqual(exit, 0);
			assert.match(
				stdout + stderr,
				/web-lb2: .*lb1 has 172\.18\.0\.70 and tells no director of it/,
			);
			assert.match(stdout + stderr, /Write lb1 first in `directors`/);
			assert.equal(await root("lb2", "ipvsadm -Sn 2>/dev/null; true"), "");
		},
	);

	test("a second director joins the one that serves, and nothing is lost; up again changes nothing", async () => {
		const program = join(lab().folder, "index.ts");
		writeFileSync(program, withoutProof(declared));
		nothingLost(await vipStays(() => good("up")));
		assert.deepEqual(await roles(), {
			lb1: "active, has it",
			lb2: "standby",
		});
		writeFileSync(program, declared);
		await good("up");
		assert.match(await good("up"), / unchanged/);
		const { exit, problems } = await status();
		assert.deepEqual({ exit, problems }, { exit: 0, problems: [] });
	});

	test("handed over as planned, and back, under load: nothing is lost", async () => {
		const open = 4;
		await root(
			"client",
			`for i in $(seq ${open}); do curl -s -m 120 --limit-rate 30000 -o /dev/null http://${vip}/held </dev/null >/dev/null 2>&1 & done; sleep 3`,
		);
		for (const { name, failover } of (await status()).hosts)
			if (failover !== undefined)
				assert.ok(
					failover.openConnections >= open,
					`${name} knows ${failover.openConnections}`,
				);
		await root("client", "pkill curl");
		nothingLost(await load(() => good("failover", "lb2")));
		assert.equal((await roles()).lb2, "active, has it");
		nothingLost(await load(() => good("failover")));
		assert.deepEqual(await roles(), {
			lb1: "active, has it",
			lb2: "standby",
		});
	});

	test(
		"the gateway of a live pair is taken away, added and changed: the VIP stays where it is, and is nowhere else",
		whole,
		async () => {
			const program = join(lab().folder, "index.ts");
			const before = readFileSync(program, "utf8");
			const plain = withoutProof(before);
			const without = plain
				.replace(/\t\tshop: .*\n/, "")
				.replace(', gateway: "172.18.0.1"', "");
			const active = await holder();
			const both = [active, others[active]] as const;
			for (const each of both)
				await root(
					each,
					"ip -o monitor address >/tmp/addresses </dev/null 2>&1 & echo $! >/tmp/monitor",
				);
			for (const [text, gateway] of [
				[without, ""],
				[plain, "172.18.0.1"],
				[plain.replace("172.18.0.1", "172.18.0.98"), "172.18.0.98"],
				[plain, "172.18.0.1"],
			] as const) {
				assert.notEqual(readFileSync(program, "utf8"), text);
				writeFileSync(program, text);
				await good("up");
				const found = await Promise.all(
					both.map((each) =>
						root(
							each,
							"ip -o -4 address | grep -o -e '172.18.0.1/32' -e '172.18.0.98/32' | xargs",
						),
					),
				);
				assert.deepEqual(
					found,
					gateway === "" ? ["", ""] : [`${gateway}/32`, ""],
				);
			}
			for (const each of both)
				assert.equal(
					await root(
						each,
						`kill $(cat /tmp/monitor); grep ' ${vip}/' /tmp/addresses || :`,
					),
					"",
					`the VIP came or went on ${each}`,
				);
			writeFileSync(program, before);
			await good("up");
		},
	);

	test(
		"control: without the sync, held connections end when the VIP moves",
		whole,
		async () => {
			for (const each of ["lb1", "lb2"])
				await root(
					each,
					"systemctl stop lvs-web-director-watch; ipvsadm --stop-daemon master; ipvsadm --stop-daemon backup",
				);
			const { broken } = await load(async () => {
				await root("lb1", "/usr/local/lib/pulumi-lvs/web/failover leave");
				await takesOver("lb2");
				await root("lb1", "/usr/local/lib/pulumi-lvs/web/failover join");
			});
			assert.ok(broken.length > 5, `${broken.length} of 10 broke`);
			// both are put back by the watch
			for (const each of ["lb1", "lb2"])
				await root(each, "systemctl start lvs-web-director-watch");
			assert.match(await good("up"), / unchanged|put back/);
			assert.equal((await status()).exit, 0);
		},
	);

	test("one that loses its power: the other has its connections; when it comes back it waits", async () => {
		const from = await holder();
		const to = others[from];
		nothingLost(
			await load(async () => {
				// what opened in the last moment before, nobody can know of
				await root("client", "sleep 3");
				await cutPower(lab(), from);
				await takesOver(to);
			}),
		);
		nothingLost(
			await load(async () => {
				await good("lab", "up");
				await root(from, "systemctl is-system-running --wait || :");
			}),
		);
		assert.deepEqual(await roles(), {
			[to]: "active, has it",
			[from]: "standby",
		});
	});

	test(
		"what directors have beside is put back within seconds: the sync, the filter, a VIP on one that waits",
		whole,
		async () => {
			const waits = others[await holder()];
			const isBack = (told: string, check: string) =>
				root(
					waits,
					// why it was so is asked when it is back, and takes a machine seconds that has just booted
					`for i in $(seq 80); do ${check} && break; sleep 0.1; done; ${check} || exit
for i in $(seq 100); do grep -sq '${told}' /run/pulumi-lvs/web-director/put-back && exit; sleep 0.1; done; exit 1`,
				);
			for (const way of ["master", "backup"]) {
				await root(waits, `ipvsadm --stop-daemon ${way}`);
				await isBack(
					`${way} of the sync`,
					`ipvsadm -L --daemon | grep -q '^${way}'`,
				);
			}
			await root(waits, "nft delete table ip lvs-web-failover");
			await isBack(
				"nftables lvs-web-failover",
				"nft list table ip lvs-web-failover >/dev/null 2>&1",
			);
			await root(waits, `ip address add ${vip}/32 dev eth1`);
			await isBack("but held", `! ip -o -4 address | grep -q ' ${vip}/32 '`);
			assert.equal((await status()).exit, 0);
		},
	);

	test(
		"one that is taken out stays out over a power cut, and its peer is not left alone; what is ended and who is drained, too",
		whole,
		async () => {
			const from = await holder();
			nothingLost(await load(() => good("standby", from)));
			await good("drain", "rs1");
			const booted = async () => {
				await cutPower(lab(), from);
				await good("lab", "up");
				await root(from, "systemctl is-system-running --wait || :");
				return (await roles())[from];
			};
			assert.equal(await booted(), "fault");
			assert.match(
				await root(from, "ipvsadm -Sn"),
				/-r 172\.18\.0\.67:80 -g -w 0/,
			);
			const { exit, stderr } = await lvsctl("standby", others[from]);
			assert.equal(exit, 2, stderr);
			assert.match(stderr, /no other director is ready/);
			await good("undrain", "rs1");
			await good("standby", from, "--end");
			assert.equal(await booted(), "standby");
			assert.doesNotMatch(await root(from, "ipvsadm -Sn"), /-w 0/);
			assert.equal((await roles())[others[from]], "active, has it");
		},
	);

	test(
		"outages of directors that are declared: within their limits, beyond them, and ended by Ctrl-C, each is taken back",
		whole,
		async () => {
			const program = join(lab().folder, "index.ts");
			const plain = readFileSync(program, "utf8");
			edit("SmokeTest, spread", "outage, SmokeTest, spread");
			edit(
				'[spread({ service: "http", requests: 30 })]',
				`[
		outage({ service: "http", event: "director standby", lost: 0, held: "all", download: "/held", beforeSeconds: 1, lastsSeconds: 4, afterSeconds: 3 }),
		outage({ service: "http", event: "director power-off", withinSeconds: 9, lastsSeconds: 8, afterSeconds: 3 }),
	]`,
			);
			const up = await good("up");
			assert.match(up, /outage of http: director standby/);
			assert.match(up, /outage of http: director power-off/);
			// a director that has booted has begun to agree with the other, and is not done yet
			const both = async () => {
				const until = Date.now() + 20_000;
				for (;;) {
					const found = Object.values(await roles())
						.sort()
						.join("; ");
					const { exit, problems } = await status();
					if (found === "active, has it; standby" && exit === 0) return;
					assert.ok(Date.now() < until, `${found}: ${problems.join()}`);
				}
			};
			await both();
			// control: no check takes a real server out, so its half of the requests is lost
			edit(
				'"director power-off", withinSeconds: 9',
				'"real-server power-off", withinSeconds: 0',
			);
			const failed = await lvsctl("up");
			assert.equal(failed.exit, 1, failed.stdout + failed.stderr);
			assert.match(
				failed.stdout + failed.stderr,
				/FAILED: outage of http: real-server power-off/,
			);
			await both();

			const from = await holder();
			const child = spawn(LVS, ["check", "--outages", "--only", "outage"], {
				cwd: lab().folder,
				env: lab().environment,
				detached: true,
			});
			let written = "";
			for (const stream of [child.stdout, child.stderr])
				stream.on("data", (chunk) => {
					written += chunk;
				});
			const ended = new Promise<number | null>((end) =>
				child.once("close", end),
			);
			await takesOver(others[from]);
			process.kill(-(child.pid ?? 0), "SIGINT");
			assert.equal(await ended, 130, written);
			await both();
			writeFileSync(program, plain);
			await good("up");
		},
	);

	test("up rolls a change over both, and nothing is lost", whole, async () => {
		const program = join(lab().folder, "index.ts");
		writeFileSync(program, withoutProof(readFileSync(program, "utf8")));
		edit('scheduler: "rr"', 'scheduler: "wrr"');
		edit("advertSeconds: 0.3", "advertSeconds: 0.5");
		nothingLost(await load(() => good("up")));
	});

	test(
		"the agreeing program killed, restarted, stopped: at most a hand-over",
		whole,
		async () => {
			for (const how of [
				"pkill -9 -f 'keepalived.*[f]ailover.conf'",
				// of its two processes one alone
				"kill -9 $(cat /run/pulumi-lvs/web-director/failover.pid)",
				"kill -9 $(cat /run/pulumi-lvs/web-director/failover-vrrp.pid)",
				"systemctl restart lvs-web-failover",
				"systemctl stop lvs-web-failover; sleep 5; systemctl start lvs-web-failover",
			]) {
				const from = await holder();
				nothingLost(
					await load(() =>
						root(
							from,
							`${how}; for i in $(seq 300); do grep -sq standby /run/pulumi-lvs/web-director/role && exit; sleep 0.1; done; exit 1`,
						),
					),
				);
			}
		},
	);

	test(
		"split in two: status says so, and when they hear each other again one gives it up",
		whole,
		async () => {
			const from = await holder();
			const to = others[from];
			const seen = await load(async () => {
				await root(
					to,
					"nft 'table ip split { chain input { type filter hook input priority 0; ip protocol 112 drop; }; chain output { type filter hook output priority 0; ip protocol 112 drop; }; }'",
				);
				await takesOver(to);
				const { exit, problems } = await status();
				assert.equal(exit, 1);
				assert.match(problems.join(), /split brain/);
				await root(to, "nft delete table ip split");
				const until = Date.now() + 30_000;
				while ((await status()).exit !== 0) assert.ok(Date.now() < until);
			});
			assert.ok(
				seen.failed.length * 200 <= seen.opened,
				`${seen.failed.length} of ${seen.opened}`,
			);
			assert.deepEqual(seen.broken, []);
			const found = Object.values(await roles()).sort();
			assert.deepEqual(found, ["active, has it", "standby"]);
		},
	);

	test(
		"other addresses go with the VIP, and stay with it when a director is killed",
		whole,
		async () => {
			edit(
				/(failover: \{ advertSeconds: [\d.]+)/,
				'$1, addresses: ["172.18.0.99"]',
			);
			await good("up", ".", "--target", "**web-lb1", "--target", "**web-lb2");
			const where = async () =>
				Promise.all(
					(["lb1", "lb2"] as const).map((each) =>
						root(
							each,
							"ip -o -4 address | grep -o -e '172.18.0.70/32' -e '172.18.0.99/32' | sort | xargs",
						),
					),
				);
			const both = "172.18.0.70/32 172.18.0.99/32";
			const active = await holder();
			assert.deepEqual(
				await where(),
				active === "lb1" ? [both, ""] : ["", both],
			);
			await root("client", "ping -c 1 -w 5 172.18.0.99");
			await good("failover");
			assert.deepEqual(
				await where(),
				active === "lb1" ? ["", both] : [both, ""],
			);
			const other = others[active];
			await root(other, "systemctl kill -s KILL lvs-web-failover");
			const until = Date.now() + 20_000;
			for (;;) {
				const found = (await where()).sort();
				if (found.join() === `,${both}`) break;
				if (Date.now() > until) assert.deepEqual(found, ["", both]);
			}
			edit(', addresses: ["172.18.0.99"]', "");
			await good("up", ".", "--target", "**web-lb1", "--target", "**web-lb2");
			assert.doesNotMatch((await where()).join(), /99/);
		},
	);

	test(
		"a director whose check fails gives the VIP away, and one that cannot pass is refused before a change",
		whole,
		async () => {
			const program = "/usr/local/sbin/way-out";
			const noWay = "/run/no-way-out";
			const directors = ["lb1", "lb2"] as const;
			const up = () =>
				lvsctl("up", ".", "--target", "**web-lb1", "--target", "**web-lb2");
			const configuration = () =>
				root("lb1", "cat /usr/local/lib/pulumi-lvs/web/failover.conf");
			const before = await configuration();
			edit(
				/(failover: \{ advertSeconds: [\d.]+)/,
				`$1, check: { command: "${program}", everySeconds: 1 }`,
			);
			const refused = async (why: RegExp) => {
				const { exit, stderr, stdout } = await up();
				assert.equal(exit, 3, stdout + stderr);
				assert.match(stdout + stderr, why);
				assert.equal(await configuration(), before);
			};
			await refused(
				/\/usr\/local\/sbin\/way-out, the program of failover\.check\.command, is not there/,
			);
			for (const each of directors)
				await root(
					each,
					`printf '#!/bin/sh\n[ "$(id -un)" = nobody ] && [ ! -e ${noWay} ] || exit 7\n' >${program}`,
				);
			await refused(/is not an executable file/);
			for (const each of directors)
				await root(each, `chmod 777 ${program}; touch ${noWay}`);
			await refused(/can be written by users other than root/);
			for (const each of directors) await root(each, `chmod 755 ${program}`);
			await refused(
				/by failover\.check this director could not have the VIP: \/usr\/local\/sbin\/way-out exits with 7/,
			);
			for (const each of directors) await root(each, `rm ${noWay}`);
			nothingLost(
				await load(async () => {
					const { exit, stdout, stderr } = await up();
					assert.equal(exit, 0, stdout + stderr);
				}),
			);
			const from = await holder();
			const to = others[from];
			const seen = await load(async () => {
				await root(from, `touch ${noWay}`);
				await takesOver(to);
			});
			nothingLost(seen);
			assert.deepEqual(await roles(), {
				[to]: "active, has it",
				[from]: "fault",
			});
			const told = await lvsctl("status");
			assert.match(
				told.stdout,
				/takes no VIP since \S+, as its check fails: \/usr\/local\/sbin\/way-out exits with 7/,
			);
			const back = await lvsctl("failover", from);
			assert.match(back.stderr, /its check fails: .*way-out exits with 7/);
			await root(from, `rm ${noWay}`);
			const until = Date.now() + 20_000;
			while ((await roles())[from] !== "standby")
				assert.ok(Date.now() < until, "it waits again");
			edit(/, check: \{.*?\}/, "");
			const { exit, stdout, stderr } = await up();
			assert.equal(exit, 0, stdout + stderr);
			assert.equal(await configuration(), before);
			for (const each of directors) await root(each, `rm ${program}`);
		},
	);

	test(
		"by fullnat connections go on too, also where the client says nothing; with each director's own address they end",
		whole,
		async () => {
			const program = join(lab().folder, "index.ts");
			writeFileSync(program, withoutProof(readFileSync(program, "utf8")));
			edit(
				/(\t\tshop: .*\n)/,
				'$1\t\tfull: { tcp: 8081, forwarding: "fullnat", realServerPort: 80, scheduler: "rr" },\n',
			);
			await good("up");
			const url = `http://${vip}:8081`;
			const fullnat = (change: () => Promise<unknown>) =>
				underLoad(lab(), url, change);
			const from = await holder();
			const to = others[from];
			nothingLost(await fullnat(() => good("failover", to)));
			nothingLost(await fullnat(() => good("failover", from)));

			/** Whether a client that sends nothing hears of its downloads from the director that takes over, within 40 seconds. */
			const hears = async (director: string, before = "") => {
				await root(
					"client",
					`for i in 1 2 3 4; do curl -s -m 120 --limit-rate 30000 -o /dev/null ${url}/held </dev/null >/dev/null 2>&1 & done; sleep 3
nft 'table ip mute { chain out { type filter hook output priority 0; ip daddr ${vip} drop; }; }'`,
				);
				await good("failover", director);
				await root(director, `${before}sleep 1`);
				// the longer a real server has heard nothing, the later it sends again
				const heard = await root(
					"client",
					`nft 'add chain ip mute in { type filter hook input priority 0; }; add rule ip mute in ip saddr ${vip} counter'
for i in $(seq 40); do nft list chain ip mute in | grep -q 'packets 0 ' || break; sleep 1; done
nft list chain ip mute in | grep counter; nft delete table ip mute; pkill curl || :`,
				);
				return !heard.includes("packets 0 ");
			};
			assert.ok(await hears(to));
			// the first director still knows these, whose client could tell nobody that it went
			for (const each of ["rs1", "rs2"])
				await root(each, "ss -HK sport = :80 >/dev/null; ss -Htn sport = :80");
			assert.ok(
				!(await hears(from, "nft flush set ip lvs-web-failover awaited; ")),
			);

			for (const each of ["lb1", "lb2"])
				await root(
					each,
					`systemctl stop lvs-web-director-watch; nft 'flush chain ip lvs-web postrouting; add rule ip lvs-web postrouting ct original ip daddr ${vip} masquerade'`,
				);
			const { broken } = await fullnat(async () => {
				await root(from, "/usr/local/lib/pulumi-lvs/web/failover leave");
				await takesOver(to);
				await root(from, "/usr/local/lib/pulumi-lvs/web/failover join");
			});
			assert.ok(broken.length > 5, `${broken.length} of 10 broke`);
			for (const each of ["lb1", "lb2"])
				await root(each, "systemctl start lvs-web-director-watch");
			await good("up");

			nothingLost(
				await fullnat(async () => {
					await root("client", "sleep 3");
					await cutPower(lab(), to);
					await takesOver(from);
				}),
			);
			await good("lab", "up");
			await root(to, "systemctl is-system-running --wait || :");
			assert.equal((await status()).exit, 0);
			// the second director takes the gateway along when it leaves
			edit(/\t\tfull: .*\n/, "");
			await good("up");
		},
	);

	test("the second director leaves, and nothing is lost", whole, async () => {
		// else it would take the VIP when the one that stays stops agreeing with it
		await good("standby", "lb2");
		edit(/\t\tlb2: .*\n/, "");
		edit(/\tfailover: .*\n/, "");
		nothingLost(await vipStays(() => good("up")));
		assert.deepEqual(await roles(), {});
		assert.equal((await status()).exit, 0);
	});

	test("destroy leaves nothing", async () => {
		await good("destroy");
		for (const each of ["lb1", "lb2"])
			assert.equal(
				await root(
					each,
					`ip -o -4 address | grep ${vip}; ipvsadm -L --daemon; ipvsadm -Sn; nft list tables; systemctl list-units --all 'lvs-*' --no-legend; ls /usr/local/lib/pulumi-lvs /var/lib/pulumi-lvs 2>/dev/null; sysctl -n net.ipv4.vs.sync_refresh_period; true`,
				),
				"0",
			);
	});
});
