import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { Status } from "../../src/cli/status/read-status.ts";
import { hostLock, runRoot } from "../../src/model/run-directory.ts";
import { onLab } from "./on-lab.ts";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";

// What something else takes out of the kernel is put back by itself. All cases, and the table of docs/put-back.md:
//   script/campaign put-back

const whole = onlyIn("put-back");
const every = !whole.skip;

/** Addresses of the VIP that a client asks: direct routing, NAT, and NAT of a mark. */
const urls = {
	dr: "http://172.18.0.70/",
	nat: "http://172.18.0.70:8080/",
	mark: "http://172.18.0.70:82/",
};

interface Case {
	readonly name: string;
	readonly machine: "lb" | "rs1" | "rs2" | "rs3";
	/** What must run there before. */
	readonly first?: string;
	readonly command: string;
	/** What a client asks meanwhile. */
	readonly asks: keyof typeof urls;
	/**
	 * The host's own filter lets no new connection in meanwhile, of whatever: of those that clients open no more are lost than of those that
	 * are opened to the real server itself, at this address, without LVS.
	 */
	readonly closed?: string;
	/** What `status` says was found, and why. Neither: nothing of ours is taken, and no request is lost. */
	readonly found?: RegExp;
	readonly why?: RegExp;
	/** Tried in every run, not in the campaign alone. */
	readonly always?: true;
}

const vip = /vip 172\.18\.0\.70: missing/;
const filter = /nftables lvs-web: missing or changed/;
const answers = /answers?: /;
const byHand = /by hand/;

const cases: readonly Case[] = [
	{
		name: "restart of systemd-networkd on the director",
		machine: "lb",
		command: "systemctl restart systemd-networkd",
		asks: "dr",
		found: vip,
		why: /systemd-networkd\.service was started/,
		always: true,
	},
	{
		name: "restart of systemd-networkd on a real server",
		machine: "rs1",
		command: "systemctl restart systemd-networkd",
		asks: "nat",
		found: answers,
		why: /systemd-networkd\.service was started/,
		always: true,
	},
	{
		name: "start of nftables.service, whose file begins with flush ruleset",
		machine: "lb",
		command: "systemctl start nftables",
		asks: "mark",
		found: filter,
		why: /nftables\.service was started.*by process \d+ \(nft\)/,
		always: true,
	},
	{
		name: "reload of nftables.service",
		machine: "lb",
		command: "systemctl reload nftables",
		asks: "mark",
		found: filter,
		why: /nftables\.service was reloaded/,
	},
	{
		name: "nft flush ruleset",
		machine: "lb",
		command: "nft flush ruleset",
		asks: "mark",
		found: filter,
		why: /by process \d+ \(nft\)/,
	},
	{
		name: "ipvsadm -C",
		machine: "lb",
		command: "ipvsadm -C",
		asks: "dr",
		found: /-A -t 172\.18\.0\.70:80 -s wrr: missing/,
		why: byHand,
		always: true,
	},
	{
		name: "ipvsadm -D of one service",
		machine: "lb",
		command: "ipvsadm -D -t 172.18.0.70:8080",
		asks: "nat",
		found: /-A -t 172\.18\.0\.70:8080 -s rr: missing/,
		why: byHand,
	},
	{
		name: "ip address del of the VIP",
		machine: "lb",
		command: "ip address del 172.18.0.70/32 dev eth1",
		asks: "dr",
		found: vip,
		why: byHand,
	},
	{
		name: "ip rule del on a real server",
		machine: "rs1",
		command: "while ip rule del sport 80 2>/dev/null; do :; done",
		asks: "nat",
		found: answers,
		why: byHand,
	},
	{
		name: "nmcli connection up on a real server",
		machine: "rs2",
		command: "nmcli connection up eth1",
		asks: "nat",
		found: answers,
		why: /./,
	},
	{
		name: "restart of NetworkManager on a real server",
		machine: "rs2",
		command: "ip rule del sport 80; systemctl restart NetworkManager",
		asks: "nat",
		found: answers,
		why: /NetworkManager\.service was started/,
	},
	{
		name: "sysctl --system with a file that says otherwise",
		machine: "lb",
		command:
			"echo net.ipv4.ip_forward=0 >/etc/sysctl.d/99-z.conf; sysctl --system; rm /etc/sysctl.d/99-z.conf",
		asks: "nat",
		found: /net\/ipv4\/ip_forward: 0, not 1/,
		why: byHand,
	},
	{
		name: "the link goes and comes back",
		machine: "rs1",
		command: "ip link set eth1 down; sleep 1; ip link set eth1 up",
		asks: "nat",
		found: answers,
		why: /./,
	},
	{
		name: "ifdown and ifup on a real server",
		machine: "rs3",
		command: "ifdown eth1; ifup eth1",
		asks: "nat",
		found: answers,
		why: /./,
	},
	{
		name: "restart of docker on the director",
		machine: "lb",
		first: "systemctl start docker",
		command: "systemctl restart docker",
		asks: "dr",
	},
	{
		name: "ufw reload on a real server",
		machine: "rs1",
		first: "ufw default allow; ufw --force enable",
		command: "ufw reload",
		asks: "nat",
	},
	{
		name: "ufw disable on a real server",
		machine: "rs1",
		command: "ufw disable",
		asks: "nat",
	},
	{
		name: "firewall-cmd --reload on a real server",
		machine: "rs3",
		command: "firewall-cmd --reload",
		asks: "nat",
		closed: "172.18.0.69",
	},
	{
		name: "firewall-cmd --complete-reload on a real server",
		machine: "rs3",
		command: "firewall-cmd --complete-reload",
		asks: "nat",
		closed: "172.18.0.69",
	},
	{
		name: "restart of firewalld on a real server",
		machine: "rs3",
		command: "systemctl restart firewalld",
		asks: "nat",
	},
];

const program = `
import { Cluster } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "nat",
	directors: { lb: { host: machines.lb, address: "172.18.0.66" } },
	realServers: {
		rs1: { host: machines.rs1, address: "172.18.0.67", weight: 2 },
		rs2: { host: machines.rs2, address: "172.18.0.68", weight: 3 },
		${every ? 'rs3: { host: machines.rs3, address: "172.18.0.69" },' : ""}
	},
	services: {
		http: { tcp: 80, scheduler: "wrr", forwarding: "dr" },
		nat: { tcp: 8080, scheduler: "rr", realServerPort: 80 },
		joined: { fwmark: 5, tcp: [81, 82], realServerPort: 80 },
	},
	page: true,
});
`;

interface Seen {
	readonly lost: number;
	/** Of requests to the real server itself, where its own filter is closed meanwhile. */
	readonly lostWithout?: number | undefined;
	/** From the beginning of the first request that failed to the end of the last, by the client's clock. */
	readonly seconds: number;
}

describe("what something else takes out of the kernel is put back by itself", () => {
	const lab = sharedLab({
		links: { lan: "172.18.0.0/24" },
		machines: {
			lb: { lan: "172.18.0.66" },
			rs1: { lan: "172.18.0.67" },
			rs2: { lan: "172.18.0.68" },
			...(every ? { rs3: { lan: "172.18.0.69" } } : {}),
			client: { lan: "172.18.0.10" },
		},
		running: {
			lb: ["systemd-networkd"],
			rs1: ["systemd-networkd"],
			rs2: ["NetworkManager"],
			...(every ? { rs3: ["networking", "firewalld"] } : {}),
		},
	});
	const { root, good, lvsctl } = onLab(lab);
	const status = async () => {
		const { stdout, stderr } = await lab().lvsctl(["status", "-o", "json"]);
		assert.notEqual(stdout, "", stderr);
		return JSON.parse(stdout) as Status;
	};
	const putBack = async (machine: string) =>
		(await status()).hosts.find(({ name }) => name === machine)?.putBack;
	const role = (machine: string) =>
		machine === "lb" ? "director" : "real-server";
	/** How often the watch of a machine put anything back; waits until it is more than `than`. */
	const times = async (machine: string, than = -1) =>
		Number(
			await root(
				machine,
				`for i in $(seq 60); do n=$(tail -n 1 /run/pulumi-lvs/web-${role(machine)}/put-back 2>/dev/null | cut -f 1); [ "\${n:-0}" -le ${than} ] || break; sleep 0.5; done; echo "\${n:-0}"`,
			),
		);
	/** Asks each address from the client while `meanwhile` runs, and for two seconds after it. */
	const asked = async (
		urls: readonly string[],
		meanwhile: () => Promise<unknown>,
	): Promise<Seen[]> => {
		const asking = urls.map(
			(url, place) => `while [ -e /tmp/asking ]; do
	read -r from _ </proc/uptime
	code=$(curl -s -m 2 -o /dev/null -w '%{http_code}' ${url})
	read -r to _ </proc/uptime
	echo "$from $to $code"
done >/tmp/asked-${place} 2>/dev/null </dev/null &`,
		);
		await root("client", ["touch /tmp/asking", ...asking].join("\n"));
		await meanwhile();
		await root("client", "sleep 2; rm /tmp/asking; sleep 2.5");
		return await Promise.all(
			urls.map(async (_, place) => {
				const lines = await root("client", `cat /tmp/asked-${place}`);
				const answers = lines.split("\n").map((line) => line.split(" "));
				const failed = answers.filter(([, , code]) => code !== "200");
				assert.equal(answers.at(-1)?.[2], "200", lines);
				return {
					lost: failed.length,
					seconds:
						failed.length === 0
							? 0
							: Number(failed.at(-1)?.[1]) - Number(failed[0]?.[0]),
				};
			}),
		);
	};
	/** Seconds of one look of the script on the director: what this computer makes of a machine. */
	let look = 0;
	const report: [string, Seen][] = [];

	test("up, and a control: without the watch the VIP stays away", async () => {
		writeFileSync(
			join(lab().folder, "Pulumi.yaml"),
			"name: put-back\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
		);
		writeFileSync(join(lab().folder, "index.ts"), program);
		// firewalld lets clients in, where it runs
		if (every)
			await root(
				"rs3",
				"firewall-cmd -q --permanent --zone=trusted --add-interface=eth1 && firewall-cmd -q --reload",
			);
		await good("up");
		look = Number(
			await root(
				"lb",
				"read -r from _ </proc/uptime; /usr/local/lib/pulumi-lvs/web/director status >/dev/null || exit; read -r to _ </proc/uptime; echo $from $to | awk '{ print $2 - $1 }'",
			),
		);
		await root(
			"lb",
			"systemctl stop lvs-web-director-watch; systemctl restart systemd-networkd; sleep 8",
		);
		const held = "ip -o -4 address show to 172.18.0.70/32";
		assert.equal(await root("lb", held), "");
		const { hosts } = await status();
		assert.match(
			hosts.find(({ name }) => name === "lb")?.drift.join("\n") ?? "",
			/start lvs-web-director-watch\.service: not active/,
		);
		await root("lb", "systemctl start lvs-web-director-watch");
		assert.equal(await times("lb", 0), 1);
		assert.match(await root("lb", held), /172\.18\.0\.70/);
	});

	for (const each of cases)
		test(each.name, each.always ? {} : whole, async () => {
			if (each.first !== undefined)
				await root(each.machine, `(${each.first}) >/dev/null`);
			const before = await times(each.machine);
			const [seen, without] = await asked(
				[
					urls[each.asks],
					...(each.closed === undefined ? [] : [`http://${each.closed}/`]),
				],
				async () => {
					await root(each.machine, `(${each.command}) >/dev/null`);
					if (each.found !== undefined) await times(each.machine, before);
				},
			);
			assert.ok(seen !== undefined);
			report.push([each.name, { ...seen, lostWithout: without?.lost }]);
			const kept = (await putBack(each.machine))?.kept ?? [];
			const last = kept.at(-1);
			if (each.found === undefined || each.why === undefined) {
				assert.equal(await times(each.machine), before, last?.found);
				const allowed = without?.lost ?? 0;
				assert.ok(seen.lost <= allowed, `${seen.lost} lost, not ${allowed}`);
				return;
			}
			assert.match(last?.found ?? "", each.found);
			assert.match(last?.why ?? "", each.why);
			// a machine of the lab is emulated: what takes a real one 0.02 s, one look, may take it seconds. A request that is lost ends after 2 s
			assert.ok(
				seen.seconds <= 5 + 4 * look + 2,
				`${seen.seconds} s, one look ${look} s`,
			);
		});

	test("what an operator set on purpose stays: a weight, a drain, a stopped unit", async () => {
		await good("drain", "rs1");
		await root("lb", "ipvsadm -e -t 172.18.0.70:80 -r 172.18.0.68:80 -g -w 7");
		const before = await times("lb");
		await root("lb", "ipvsadm -d -t 172.18.0.70:8080 -r 172.18.0.67:80");
		await times("lb", before);
		const table = await root("lb", "ipvsadm -Sn");
		assert.match(table, /-t 172\.18\.0\.70:80 -r 172\.18\.0\.68:80 -g -w 7/);
		assert.match(table, /-t 172\.18\.0\.70:80 -r 172\.18\.0\.67:80 -g -w 0/);
		assert.match(table, /-t 172\.18\.0\.70:8080 -r 172\.18\.0\.67:80 -m -w 0/);
		await root("lb", "systemctl stop lvs-web-director; sleep 6");
		assert.equal(await root("lb", "ipvsadm -Sn"), "");
		assert.equal(
			await root("lb", "ip -o -4 address show to 172.18.0.70/32"),
			"",
		);
		await root("lb", "systemctl start lvs-web-director");
		assert.equal(
			await root("lb", "systemctl is-active lvs-web-director-watch"),
			"active",
		);
		await good("undrain", "rs1");
	});

	test(
		"a watch that a signal has stopped, or that is frozen, is told by status, and up lets it go on",
		whole,
		async () => {
			for (const [machine, unit] of [
				["lb", "lvs-web-director-watch"],
				["rs1", "lvs-web-real-server-watch"],
			] as const)
				for (const [command, says] of [
					[
						`systemctl kill -s STOP ${unit}`,
						"a signal has stopped it, and it does nothing",
					],
					// as `systemctl freeze` does it, which needs D-Bus
					[
						`echo 1 >/sys/fs/cgroup/system.slice/${unit}.service/cgroup.freeze`,
						"it is frozen, and does nothing",
					],
					// in the middle of putting back, with the lock that a change needs
					[
						`setsid sh -c 'echo $$ >/sys/fs/cgroup/system.slice/${unit}.service/cgroup.procs; exec flock ${hostLock} sleep 5' >/dev/null 2>&1 &
sleep 1; echo "${unit}, process $(systemctl show -p MainPID --value ${unit})" >${runRoot}/holder
echo 1 >/sys/fs/cgroup/system.slice/${unit}.service/cgroup.freeze; ! flock -n ${hostLock} true`,
						"it is frozen, and does nothing",
					],
				] as const) {
					await root(machine, command);
					const { exit, stdout } = await lvsctl("status");
					assert.equal(exit, 1, stdout);
					assert.ok(stdout.includes(`${unit}.service`), stdout);
					assert.ok(stdout.includes(says), stdout);
					await good("up");
					const after = await lvsctl("status");
					assert.equal(after.exit, 0, after.stdout);
					// it works again
					if (machine === "lb")
						await root(
							"lb",
							"ip addr del 172.18.0.70/32 dev $(ip -o addr show to 172.18.0.70 | awk '{print $2; exit}') && for i in $(seq 20); do ip -o addr show to 172.18.0.70 | grep -q . && exit; sleep 1; done; exit 1",
						);
				}
		},
	);

	test("destroy leaves no watch and no note of it", async () => {
		await good("destroy", "--yes");
		for (const machine of ["lb", "rs1", "rs2", ...(every ? ["rs3"] : [])])
			assert.equal(
				await root(
					machine,
					"find /run/pulumi-lvs /etc/systemd/system /usr/local/lib -path '*web*'; pgrep -fa 'lvs/web/[a-z]*-watch' || true",
				),
				"",
				machine,
			);
	});

	after(() => {
		if (every && process.env.REPORT !== undefined)
			writeFileSync(
				join(process.env.REPORT, "put-back.md"),
				page(report, look),
			);
	});
});

function page(report: readonly [string, Seen][], look: number): string {
	const rows = report.map(
		([name, { seconds, lost, lostWithout }]) =>
			`| ${name} | ${seconds.toFixed(1)} | ${lost}${lostWithout === undefined ? "" : ` (${lostWithout} of those to the real server itself, without LVS: its filter lets nobody in meanwhile)`} |`,
	);
	return `# What is put back by itself

Written by \`script/campaign put-back\`, on a lab of emulated machines, on which one \`director status\` takes ${look.toFixed(1)} s (on a real machine some 0.02 s). Meanwhile
the client asks for a page, one request after the other, each for two seconds at most. Seconds are by its clock, from the beginning of the first request that failed to the end of the last.

| what was done | seconds without an answer | requests lost |
| --- | --- | --- |
${rows.join("\n")}
`;
}
