import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { difference } from "./difference.ts";
import { onLab } from "./on-lab.ts";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";
import { snapshot } from "./snapshot.ts";

// The way of packets through a real server on two links, as operators have them. The default gateway is elsewhere (eth0).

const program = (forwarding: string, service: string) => `
import { Cluster } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
const web = new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "${forwarding}",
	directors: { lb: { host: machines.lb, address: "10.88.0.66", interface: "eth1" } },
	realServers: {
		rs1: { host: machines.rs1, address: "10.88.0.67" },
		rs2: { host: machines.rs2, address: "10.88.0.68" },
	},
	services: { ${service} },
});
export const rules = web.rules;
`;

/** A server that answers one request of every connection with its name. */
const answering = (port: number, name: string) =>
	`mkdir -p /srv/${port}; echo ${name} >/srv/${port}/index.html; busybox httpd -p ${port} -h /srv/${port}`;

describe("the way of packets through a real server", () => {
	const lab = sharedLab({
		links: { front: "172.18.0.0/24", back: "10.88.0.0/24" },
		machines: {
			lb: { front: "172.18.0.66", back: "10.88.0.66" },
			rs1: { front: "172.18.0.67", back: "10.88.0.67" },
			rs2: { front: "172.18.0.68", back: "10.88.0.68" },
			client: { front: "172.18.0.10" },
		},
	});
	const before = new Map<string, string>();
	const { root, good, lvsctl } = onLab(lab);
	/** `up`, and no watch after it: the controls take away what it would put back. */
	const up = async () => {
		await good("up", ".", "--no-refresh");
		for (const machine of ["rs1", "rs2"])
			await root(machine, "systemctl stop lvs-web-real-server-watch");
	};
	const declare = (forwarding: string, service: string) => {
		writeFileSync(
			join(lab().folder, "Pulumi.yaml"),
			"name: paths\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
		);
		writeFileSync(join(lab().folder, "index.ts"), program(forwarding, service));
	};
	/** What four connections are answered, a failed one `no`, in the order of the alphabet. */
	const ask = async (port = 80) =>
		(
			await root(
				"client",
				`for i in 1 2 3 4; do curl -sf -m 3 http://172.18.0.70:${port}/ || echo no; done | sort | tr '\\n' ' '`,
			)
		).trim();
	const status = (machine: string) =>
		root(
			machine,
			"/usr/local/lib/pulumi-lvs/web/setkernel status; echo exit $?",
		);
	const reaches = (address: string) =>
		root(
			"rs2",
			`ip neigh flush dev eth2; ping -n -c 1 -W 2 ${address} >/dev/null && echo yes || echo no`,
		);

	test("what is there before: an address for which another link answers, and strict source checks", async () => {
		await root(
			"rs1",
			`ip link add own type dummy; ip link set own up; ip address add 10.88.0.200/32 dev own
sysctl -qw net.ipv4.conf.all.rp_filter=1`,
		);
		await root("rs2", "sysctl -qw net.ipv4.conf.eth2.rp_filter=1");
		await root("lb", "sysctl -qw net.ipv4.conf.eth1.rp_filter=1");
		for (const machine of ["rs1", "rs2"]) {
			before.set(machine, await root(machine, snapshot));
			await root(machine, answering(80, machine));
		}
		assert.equal(await reaches("10.88.0.200"), "yes");
	});

	test("requests come by one link and are answered by another, although sources are checked", async () => {
		declare("dr", "http: { tcp: 80, scheduler: 'rr' }");
		await up();
		assert.equal(await ask(), "rs1 rs1 rs2 rs2");
		assert.match(await status("rs1"), /exit 0$/);
		// control: the strict check that was found
		await root("rs2", "sysctl -qw net.ipv4.conf.eth2.rp_filter=1");
		assert.equal(await ask(), "no no rs1 rs1");
		assert.match(await status("rs2"), /eth2: drops packets[\s\S]*exit 1$/);
		await root("rs2", "/usr/local/lib/pulumi-lvs/web/setkernel start");
		assert.equal(await ask(), "rs1 rs1 rs2 rs2");
	});

	test("a director that checked sources takes clients to whom another link leads", async () => {
		const far = "192.0.2.10";
		await root("client", `ip address add ${far}/32 dev lo`);
		for (const machine of ["rs1", "rs2"])
			await root(machine, `ip route add ${far} via 172.18.0.10`);
		const askFrom = () =>
			root(
				"client",
				`curl -sf -m 2 --interface ${far} http://172.18.0.70/ || echo no`,
			);
		assert.match(await root("lb", `ip route get ${far}`), / dev eth0 /);
		assert.match(await askFrom(), /^rs\d$/);
		// control: the strict check that was found
		await root(
			"lb",
			"systemctl stop lvs-web-director-watch; sysctl -qw net.ipv4.conf.eth1.rp_filter=1",
		);
		assert.equal(await askFrom(), "no");
		await root("lb", "/usr/local/lib/pulumi-lvs/web/director start");
		assert.match(await askFrom(), /^rs\d$/);
		await root("lb", "systemctl start lvs-web-director-watch");
		for (const machine of ["rs1", "rs2"])
			await root(machine, `ip route del ${far}`);
		await root("client", `ip address del ${far}/32 dev lo`);
	});

	test(
		"a way back through the director is told, and answers by it are lost; where a rule for the VIP leads elsewhere they come, and nothing is told",
		onlyIn("layouts"),
		async () => {
			const far = "192.0.2.10";
			await root("client", `ip address add ${far}/32 dev lo`);
			await root("rs1", `ip route add ${far} via 10.88.0.66`);
			await root("rs2", `ip route add ${far} via 172.18.0.10`);
			const askFrom = async () =>
				(
					await root(
						"client",
						`for i in 1 2 3 4; do curl -sf -m 2 --interface ${far} http://172.18.0.70/ || echo no; done | sort | tr '\\n' ' '`,
					)
				).trim();
			const says =
				/the route to 192\.0\.2\.10 leads through the director 10\.88\.0\.66: answers from 172\.18\.0\.70/g;
			const told = async () =>
				(await lvsctl("status")).stdout.match(says)?.length ?? 0;
			assert.equal(await askFrom(), "no no rs2 rs2");
			assert.equal(await told(), 1);
			await root(
				"rs1",
				"ip rule add pref 99 from 172.18.0.70 lookup 99; ip route add default via 172.18.0.10 dev eth1 table 99",
			);
			assert.equal(await askFrom(), "rs1 rs1 rs2 rs2");
			assert.equal(await told(), 0);
			// as a default gateway
			await root("rs1", "ip route replace default via 10.88.0.66 table 99");
			assert.match(
				(await lvsctl("status")).stdout,
				/the default route of the rule "99: from 172\.18\.0\.70 lookup 99" leads through the director 10\.88\.0\.66/,
			);
			await root("rs1", "ip rule del pref 99; ip route flush table 99");
			for (const machine of ["rs1", "rs2"])
				await root(machine, `ip route del ${far}`);
			await root("client", `ip address del ${far}/32 dev lo`);
		},
	);

	test(
		"only links on which somebody may ask are silent: with the director on the front, the back answers for another device",
		onlyIn("layouts"),
		async () => {
			writeFileSync(
				join(lab().folder, "index.ts"),
				program("dr", "http: { tcp: 80, scheduler: 'rr' }")
					.replaceAll("10.88.0.6", "172.18.0.6")
					.replace(', interface: "eth1"', ""),
			);
			await up();
			assert.equal(await reaches("10.88.0.200"), "yes");
			assert.equal(
				await root(
					"rs1",
					"cd /proc/sys/net/ipv4/conf; cat */arp_ignore | sort | uniq -c | tr -s ' \\n' ' '",
				),
				// eth1, and the lab's own eth0
				" 5 0 2 1 ",
			);
			const { stdout } = await lab().lvsctl(["status"]);
			assert.match(stdout, /eth2 would answer ARP for 172/);
			// control: what the setting on all would do
			await root("rs1", "sysctl -qw net.ipv4.conf.all.arp_ignore=1");
			assert.equal(await reaches("10.88.0.200"), "no");
			await root("rs1", "sysctl -qw net.ipv4.conf.all.arp_ignore=0");
		},
	);

	test("NAT: answers of a redirected port and of a container go back through the director", async () => {
		declare(
			"nat",
			"http: { tcp: 80, scheduler: 'rr' }, ftp: { tcp: 21, scheduler: 'rr' }",
		);
		await up();
		assert.equal(await ask(), "rs1 rs1 rs2 rs2");
		await root(
			"rs1",
			`${answering(8080, "redirected")}; printf 'table ip redir {\\nchain p {\\ntype nat hook prerouting priority dstnat;\\ntcp dport 80 redirect to :8080\\n}\\n}\\n' | nft -f -`,
		);
		// as docker publishes a port: a namespace behind a bridge
		await root(
			"rs2",
			`ip netns add box; ip link add docker0 type bridge; ip link set docker0 up; ip address add 172.30.0.1/24 dev docker0
ip link add veth-a type veth peer name eth0 netns box; ip link set veth-a master docker0 up
ip -n box address add 172.30.0.2/24 dev eth0; ip -n box link set eth0 up; ip -n box route add default via 172.30.0.1
mkdir -p /srv/box; echo container >/srv/box/index.html; ip netns exec box busybox httpd -p 80 -h /srv/box
sysctl -qw net.ipv4.ip_forward=1
printf 'table ip box {\\nchain p {\\ntype nat hook prerouting priority dstnat;\\ntcp dport 80 dnat to 172.30.0.2:80\\n}\\n}\\n' | nft -f -`,
		);
		assert.equal(await ask(), "container container redirected redirected");
		// control: without the mark's rule, by address and port alone
		for (const machine of ["rs1", "rs2"]) {
			await root(
				machine,
				"ip rule del $(ip rule show | sed -n 's/^[0-9]*:\\tfrom all \\(fwmark [^ ]*\\) .*/\\1/p')",
			);
			assert.match(await status(machine), /not all through[\s\S]*exit 1$/);
		}
		assert.equal(await ask(), "no no no no");
		for (const machine of ["rs1", "rs2"])
			await root(machine, "/usr/local/lib/pulumi-lvs/web/setkernel start");
		assert.equal(await ask(), "container container redirected redirected");
	});

	test(
		"NAT: a rule of others that takes the answers elsewhere is told, and refused before a change",
		onlyIn("layouts"),
		async () => {
			await root(
				"rs1",
				"ip route add default via 172.18.0.10 table 100; ip rule add from 10.88.0.67 lookup 100 pref 100",
			);
			// what it does
			assert.equal(await ask(), "container container no no");
			const said =
				/rule 100: from 10\.88\.0\.67 lookup 100 is asked before ours, and sends answers to clients elsewhere/;
			assert.match((await lab().lvsctl(["status"])).stdout, said);
			const services =
				"http: { tcp: 80, scheduler: 'rr' }, ftp: { tcp: 21, scheduler: 'rr' }";
			declare("nat", `${services}, more: { tcp: 81 }`);
			const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
			assert.notEqual(exit, 0, stdout);
			assert.match(stdout + stderr, said);
			await root("rs1", "ip rule del pref 100; ip route flush table 100");
			declare("nat", services);
			await up();
			assert.equal(await ask(), "container container redirected redirected");
			assert.doesNotMatch((await lab().lvsctl(["status"])).stdout, said);
		},
	);

	test("NAT: FTP transfers files in every way", async () => {
		for (const machine of ["rs1", "rs2"])
			await root(
				machine,
				`cat >/tmp/ftpd.py <<'end'\n${ftpServer}end\npython3 /tmp/ftpd.py file`,
			);
		const ways = ["", "--disable-epsv", "-P -", "-P - --disable-eprt"];
		for (const way of ways)
			assert.equal(
				await root(
					"client",
					`curl -sS -m 9 ${way} ftp://a:b@172.18.0.70/f 2>&1 || true`,
				),
				"file",
				way,
			);
	});

	test("stop takes back what start started, and start brings it again", async () => {
		await root("rs1", "/usr/local/lib/pulumi-lvs/web/setkernel stop");
		assert.doesNotMatch(
			await root("rs1", "ip rule; nft list tables"),
			/fwmark|sport|lvs-web/,
		);
		assert.match(await status("rs1"), /0 of [\s\S]*exit 1$/);
		await root("rs1", "/usr/local/lib/pulumi-lvs/web/setkernel start");
		assert.match(await status("rs1"), /exit 0$/);
	});

	test("destroy leaves forwarding on where somebody came to need it, and says so; the rest is as it was found", async () => {
		await root("lb", "ip link add docker0 type bridge; ip link set docker0 up");
		assert.match(
			await good("destroy"),
			/left net\.ipv4\.ip_forward stays .*bridge docker0/,
		);
		assert.equal(await root("lb", "cat /proc/sys/net/ipv4/ip_forward"), "1");
		assert.equal(
			await root("lb", "cat /proc/sys/net/ipv4/conf/eth1/rp_filter"),
			"1",
		);
		await root("rs1", "nft delete table ip redir");
		await root(
			"rs2",
			"nft delete table ip box; ip link del veth-a; ip netns del box; ip link del docker0; sysctl -qw net.ipv4.ip_forward=0",
		);
		for (const machine of ["rs1", "rs2"]) {
			// what this suite brought, and modules of its own rules
			const left = difference(
				before.get(machine) ?? "",
				await root(machine, snapshot),
			).filter(
				(line) =>
					!/^[+-] ?(nf_|nft_|nfnetlink|libcrc|bridge|stp|llc|veth)/.test(line),
			);
			assert.deepEqual(left, [], machine);
			assert.equal(
				await root(machine, "cat /proc/sys/net/ipv4/conf/eth2/rp_filter"),
				machine === "rs1" ? "0" : "1",
			);
		}
	});
});

/** Enough of an FTP server: passive and active transfers, in the old and the extended words. Its argument is the file. */
const ftpServer = `import os, socket, sys, threading
page = sys.argv[1].encode() + b"\\n"
def talk(c):
    own, client, port, listener = c.getsockname()[0], None, 0, None
    say = lambda text: c.sendall(text.encode() + b"\\r\\n")
    say("220 ready")
    for line in c.makefile():
        word, _, rest = line.strip().partition(" ")
        word = word.upper()
        if word == "USER": say("331 password")
        elif word == "PASS": say("230 in")
        elif word == "PWD": say('257 "/"')
        elif word in ("EPSV", "PASV"):
            listener = socket.socket(); listener.bind((own, 0)); listener.listen(1)
            at = listener.getsockname()[1]
            say(f"229 Entering Extended Passive Mode (|||{at}|)" if word == "EPSV" else f"227 Entering Passive Mode ({own.replace('.', ',')},{at // 256},{at % 256})")
        elif word == "PORT":
            n = rest.split(","); client, port, listener = ".".join(n[:4]), int(n[4]) * 256 + int(n[5]), None
            say("200 ok")
        elif word == "EPRT":
            n = rest.split("|"); client, port, listener = n[2], int(n[3]), None
            say("200 ok")
        elif word == "RETR":
            say("150 here")
            if listener: d, _ = listener.accept()
            else:
                d = socket.socket(); d.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); d.bind((own, 20)); d.settimeout(9); d.connect((client, port))
            d.sendall(page); d.close(); say("226 done")
        elif word == "QUIT": say("221 bye"); break
        else: say("200 ok" if word in ("TYPE", "CWD") else "502 no")
    c.close()
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("", 21)); s.listen(9)
if os.fork(): os._exit(0)
os.setsid()
null = os.open("/dev/null", os.O_RDWR)
for n in (0, 1, 2): os.dup2(null, n)
while True: threading.Thread(target=talk, args=(s.accept()[0],), daemon=True).start()
`;
