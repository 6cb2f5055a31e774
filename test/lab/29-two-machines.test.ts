import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { asking } from "./asking.ts";
import { cutPower } from "./cut-power.ts";
import { prepareLoad, underLoad } from "./load.ts";
import { onLab } from "./on-lab.ts";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";

// Two machines in all, each a director and a real server. What one hands to the other must be served there: balanced once more, it would
// come back and go round. What is handed is counted on both machines.

const vip = "172.18.0.70";
const url = `http://${vip}`;
/** The same with persistence. */
const urls = [url, `${url}:8080`];
const client = "172.18.0.10";
const names = ["lb1", "lb2"] as const;
const others = { lb1: "lb2", lb2: "lb1" } as const;
const own = { lb1: "172.18.0.65", lb2: "172.18.0.66" };
type Name = (typeof names)[number];

/** Packets to the VIP that the client sent to a machine, and those of the client that the machine handed to the other one. */
type Counted = Record<
	Name,
	{ readonly asked: number; readonly handed: number }
>;

describe("two machines, each a director and a real server", () => {
	const lab = sharedLab("labs/14-two-machines");
	const { root, good, edit, status } = onLab(lab);

	const hasVip = `ip -o -4 address show dev eth1 | grep -q ' ${vip}/32 '`;
	/** The machine that has the VIP as a director. */
	const holder = async (): Promise<Name> => {
		const found = await Promise.all(
			names.map((name) => root(name, `! ${hasVip} || hostname`)),
		);
		const [one, ...more] = found.filter((name) => name !== "");
		assert.deepEqual(more, []);
		return one as Name;
	};
	/** Waits until a machine has the VIP as a director. */
	const takesOver = (name: Name) =>
		root(
			name,
			`for i in $(seq 200); do ${hasVip} && exit; sleep 0.1; done; exit 1`,
		);
	/** Waits until nothing is wrong: a machine that gets no time of a processor for a second is taken for dead, and both have the VIP for a moment. */
	const settled = async () => {
		const until = Date.now() + 30_000;
		for (;;) {
			const { exit, problems } = await status();
			if (exit === 0) return;
			assert.ok(Date.now() < until, JSON.stringify({ exit, problems }));
		}
	};
	const counted = async (during: () => Promise<unknown>): Promise<Counted> => {
		await Promise.all(
			names.map((name) =>
				root(
					name,
					`ping -c 1 -W 1 ${own[others[name]]} >/dev/null; peer=$(ip -4 neigh show to ${own[others[name]]} | grep -oE '(..:){5}..')
nft -f - <<end
table ip count
delete table ip count
table ip count {
	counter asked { }
	counter handed { }
	chain in { type filter hook prerouting priority -400; iifname eth1 ip saddr ${client} ip daddr ${vip} ether saddr != $peer counter name asked; }
	chain out { type filter hook postrouting priority 400; oifname eth1 ip saddr ${client} ip daddr ${vip} counter name handed; }
}
end`,
				),
			),
		);
		await during();
		const of = async (name: Name) => {
			const text = await root(name, "nft list counters table ip count");
			const packets = (counter: string) =>
				Number(
					new RegExp(`counter ${counter} \\{\\s*packets (\\d+)`).exec(
						text,
					)?.[1],
				);
			return { asked: packets("asked"), handed: packets("handed") };
		};
		return { lb1: await of("lb1"), lb2: await of("lb2") };
	};
	/** Who answers so many requests, each a new connection. @returns name, or `-` where nobody did -> how often */
	const answers = async (requests: number) => {
		const text = await root(
			"client",
			`for i in $(seq ${requests}); do curl -s -m 3 ${url}/ || echo '<h1>-</h1>'; done`,
		);
		const counts: Record<string, number> = {};
		for (const [, name = ""] of text.matchAll(/<h1>(.*?)<\/h1>/g))
			counts[name] = (counts[name] ?? 0) + 1;
		return counts;
	};
	/** Who answers the client where persistence keeps it with one. */
	const kept = () =>
		root("client", `curl -s -m 5 ${url}:8080/ | sed 's/<[^>]*>//g'`);
	/** Everything that a client sent was handed over once at most. */
	const onceAtMost = ({ lb1, lb2 }: Counted) =>
		assert.ok(
			lb1.handed + lb2.handed <= lb1.asked + lb2.asked,
			JSON.stringify({ lb1, lb2 }),
		);

	test("with the only director a real server too: both serve, and the packet for itself stays there", async () => {
		const program = join(lab().folder, "index.ts");
		edit(
			/\t\thttp: \{/,
			'\t\tkept: { tcp: 8080, scheduler: "rr", persistence: { seconds: 300 }, check: { tcp: true } },\n$&',
		);
		edit("page: true", "page: { ports: [80, 8080] }");
		const whole = readFileSync(program, "utf8");
		edit("directors: { lb1, lb2 }", "directors: { lb1 }");
		edit(/\tfailover: .*\n/, "");
		assert.match(await good("up"), /lb1 15, lb2 15/);
		assert.equal((await status()).exit, 0);
		assert.equal(
			await root("lb1", `ip -o -4 address | grep -c ' ${vip}/32 '`),
			"1",
		);
		// its smoke test would be disturbed by what the client asks below
		writeFileSync(
			program,
			whole
				.replace(/const proof[\s\S]*?\n\}\);\n/, "")
				.replace(/export const results.*\n/, "")
				.replace(", SmokeTest, spread", ""),
		);
	});

	test(
		"the second machine becomes a director while both serve: the other one hands nothing back",
		onlyIn("failover"),
		async () => {
			for (const name of names) await prepareLoad(lab(), name);
			const { failed, requests } = await asking(lab(), `${url}/`, () =>
				good("up"),
			);
			assert.deepEqual(failed, [], `${requests} requests`);
			await settled();
			const active = await holder();
			const found = await counted(async () =>
				assert.deepEqual(await answers(20), { lb1: 10, lb2: 10 }),
			);
			assert.equal(found[others[active]].handed, 0);
			assert.equal(found[others[active]].asked, 0);
			assert.ok(found[active].handed >= 10 * 4, JSON.stringify(found));
			onceAtMost(found);
		},
	);

	test(
		"handed over as planned, and back, under load: nothing is lost, whoever serves it",
		onlyIn("failover"),
		async () => {
			const from = await holder();
			const keeps = await kept();
			for (const to of [others[from], from]) {
				let seen: Awaited<ReturnType<typeof underLoad>> | undefined;
				const found = await counted(async () => {
					seen = await underLoad(lab(), urls, () => good("failover", to));
				});
				assert.equal(await kept(), keeps);
				assert.ok(seen);
				assert.deepEqual(
					{ failed: seen.failed, broken: seen.broken, held: seen.held },
					{ failed: [], broken: [], held: 10 },
				);
				onceAtMost(found);
				assert.equal(await holder(), to);
			}
		},
	);

	test(
		"split in two: each balances what clients send to it, and nothing goes round",
		onlyIn("failover"),
		async () => {
			const from = await holder();
			const to = others[from];
			const found = await counted(async () => {
				await root(
					to,
					"nft 'table ip split { chain input { type filter hook input priority 0; ip protocol 112 drop; }; chain output { type filter hook output priority 0; ip protocol 112 drop; }; }'",
				);
				await takesOver(to);
				const { [to]: _, ...rest } = await answers(20);
				assert.equal(rest["-"] ?? 0, 0);
			});
			onceAtMost(found);
			await root(to, "nft delete table ip split");
			await settled();
		},
	);

	test(
		"control: where the one that waits balances too, packets go round",
		onlyIn("failover"),
		async () => {
			const waits = others[await holder()];
			await root(waits, "nft flush chain ip lvs-web-failover handed");
			const found = await counted(() => answers(16));
			// the one that waits hands nothing over, as the tests before saw
			assert.ok(found[waits].handed > 0, JSON.stringify(found));
			await root(waits, "/usr/local/lib/pulumi-lvs/web/failover renew");
			// a health check that went round may have taken one of them out
			await settled();
			assert.deepEqual(Object.keys(await answers(4)).sort(), ["lb1", "lb2"]);
		},
	);

	test(
		"a drain of one as a real server leaves it the VIP",
		onlyIn("failover"),
		async () => {
			const active = await holder();
			await good("drain", active);
			assert.deepEqual(await answers(6), { [others[active]]: 6 });
			assert.equal(await holder(), active);
			await good("undrain", active);
			await settled();
		},
	);

	test(
		"one that loses its power: what the other serves goes on; when it comes back it serves, and waits for the VIP",
		onlyIn("failover"),
		async () => {
			const from = await holder();
			const to = others[from];
			// the length tells who serves, also where a download breaks; it is more than kernels keep in their buffers
			const size = (name: Name) => 8_000_000 + names.indexOf(name);
			for (const name of names)
				await root(
					name,
					`head -c ${size(name)} /dev/zero >/var/www/html/download`,
				);
			await root(
				"client",
				`rm -f /tmp/kept; for i in $(seq 10); do curl -s -m 40 --limit-rate 400k -o /dev/null -w '%header{content-length} %{size_download}\\n' ${url}/download >>/tmp/kept 2>/dev/null </dev/null & done
# what opened in the last moment before, nobody can know of
sleep 3`,
			);
			const { failed, requests } = await asking(lab(), `${url}/`, async () => {
				await cutPower(lab(), from);
				await takesOver(to);
				await good("lab", "up");
				await root(from, "systemctl is-system-running --wait || :");
			});
			const times = failed.map(({ at }) => at);
			// until the check has found that it serves no more
			assert.ok(
				Math.max(...times) - Math.min(...times) < 15,
				`${requests} requests, ${JSON.stringify(failed)}`,
			);
			const downloads = (
				await root(
					"client",
					"for i in $(seq 60); do [ $(wc -l </tmp/kept) -lt 10 ] || break; sleep 1; done; cat /tmp/kept",
				)
			).split("\n");
			assert.equal(downloads.length, 10);
			const ofOther = downloads.filter((line) =>
				line.startsWith(`${size(to)} `),
			);
			assert.ok(ofOther.length >= 2, downloads.join());
			assert.deepEqual(
				ofOther,
				ofOther.map(() => `${size(to)} ${size(to)}`),
			);
			assert.equal(await holder(), to);
			// its check may not have passed yet, on a busy machine
			await settled();
			const found = await counted(async () =>
				assert.deepEqual(await answers(10), { lb1: 5, lb2: 5 }),
			);
			assert.equal(found[from].handed, 0);
			onceAtMost(found);
		},
	);

	test("destroy takes both roles back", async () => {
		await good("destroy");
		for (const name of names)
			assert.equal(
				await root(
					name,
					`ip -o -4 address | grep ${vip}; ipvsadm -L --daemon; ipvsadm -Sn; nft list tables | grep -v count; systemctl list-units --all 'lvs-*' --no-legend; ls /usr/local/lib/pulumi-lvs /var/lib/pulumi-lvs 2>/dev/null; sysctl -n net.ipv4.conf.eth1.arp_ignore net.ipv4.conf.eth1.arp_announce net.ipv4.conf.eth1.accept_local`,
				),
				"0\n0\n0",
			);
	});
});
