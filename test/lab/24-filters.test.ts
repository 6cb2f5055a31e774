import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { sharedLab } from "./shared-lab.ts";

const programWith = (options: string) => `
import { Cluster } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: { lb: { host: machines.lb, address: "172.18.0.66" } },
	realServers: {
		rs1: { host: machines.rs1, address: "172.18.0.67" },
		rs2: { host: machines.rs2, address: "172.18.0.68" },
	},
	services: {
		dr: { tcp: 80, scheduler: "rr" },
		nat: { tcp: 8080, scheduler: "rr", forwarding: "nat" },
		marked: { fwmark: 5, tcp: [81, 82], scheduler: "rr", forwarding: "nat" },
	},
	page: { ports: [80, 81, 82, 8080] },
	${options}
});
`;
const program = programWith("");

const stateful = `nft -f - <<END
table inet fw {
	chain input {
		type filter hook input priority filter; policy drop;
		ct state invalid drop
		ct state established,related accept
		iifname lo accept
		tcp dport { 22, 80, 81, 82, 8080 } accept
	}
	chain forward {
		type filter hook forward priority filter; policy drop;
		ct state invalid drop
		ct state established,related accept
	}
}
END`;

describe("packet filters of the hosts", () => {
	const lab = sharedLab("labs/02-dr");
	const root = (machine: string, script: string) =>
		lab().run(machine, "sh", "-c", script);
	const pages = (port: number) =>
		root(
			"client",
			`for i in 1 2; do curl -s -m 5 http://172.18.0.70:${port}/ || echo no; done | tr -d '\\n' | sed 's/<[^>]*>//g'`,
		);
	const status = () => lab().lvsctl(["status"]);

	test("a real server that lets in ssh alone is refused before a change, with its rule", async () => {
		writeFileSync(join(lab().folder, "index.ts"), program);
		await root(
			"rs1",
			"nft 'add table inet fw; add chain inet fw input { type filter hook input priority 0; policy drop; }; add rule inet fw input tcp dport 22 accept; add rule inet fw input ct state established accept'",
		);
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.notEqual(exit, 0, stdout);
		assert.match(
			stdout + stderr,
			/table inet fw, chain input drops, by its policy drop: packets of clients to 172\.18\.0\.\d+, tcp/,
		);
		assert.equal(
			await root("rs1", "ls /var/lib/pulumi-lvs 2>/dev/null || true"),
			"",
		);
		await root("rs1", "nft delete table inet fw");
	});

	test("direct routing, NAT and marks beside each other under a stateful filter, and connections end", async () => {
		await root("lb", stateful);
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(exit, 0, stdout + stderr);
		for (const port of [80, 8080, 81, 82])
			assert.match(await pages(port), /^(rs1rs2|rs2rs1)$/, `${port}`);
		const active = await root(
			"lb",
			"sleep 3; ipvsadm -Ln | awk '$1 == \"->\" && $4 ~ /^[0-9]+$/ { sum += $5 } END { print sum }'",
		);
		assert.equal(active, "0");
	});

	test("the control: without notrack the same filter leaves connections of direct routing open", async () => {
		await root(
			"lb",
			"systemctl stop lvs-web-director-watch; nft flush chain ip lvs-web raw",
		);
		await pages(80);
		assert.notEqual(
			await root(
				"lb",
				"sleep 3; ipvsadm -Ln -t 172.18.0.70:80 | awk '$1 == \"->\" && $4 ~ /^[0-9]+$/ { sum += $5 } END { print sum }'",
			),
			"0",
		);
		await root(
			"lb",
			"systemctl reload lvs-web-director; systemctl start lvs-web-director-watch",
		);
	});

	test("a filter that drops answers later is told by status with the way out, which helps", async () => {
		await root("lb", "nft delete table inet fw; iptables -P FORWARD DROP");
		assert.equal(await pages(8080), "nono");
		const found = await status();
		assert.equal(found.exit, 1, found.stdout);
		const ways = [
			...found.stdout.matchAll(
				/Let them through: (iptables [^.;]*(?:\.\d+[^.;]*)*)\. Keep/g,
			),
		].map(([, way = ""]) => way);
		assert.equal(ways.length, 2, found.stdout);
		const refused = await lab().lvsctl(["up"]);
		assert.notEqual(refused.exit, 0, refused.stdout);
		assert.match(
			refused.stdout + refused.stderr,
			/iptables table filter, chain FORWARD drops, by its policy drop: answers of rs1/,
		);
		await root("lb", ways.join("; "));
		assert.match(await pages(8080), /^(rs1rs2|rs2rs1)$/);
		assert.equal((await status()).exit, 0);
	});

	/** A program that opens filters, and what each of its owners has of ours. */
	const opening = programWith("openFilters: true,");
	const ofUfw = (machine: string) =>
		root(machine, "ufw status | grep -c 'pulumi-lvs web-' || true");
	const ofFirewalld = (machine: string) =>
		root(
			machine,
			"{ firewall-cmd --list-rich-rules; firewall-cmd --permanent --list-rich-rules; } | sort | uniq -c | awk '$1 == 2' | wc -l",
		);
	const declare = (text: string) =>
		writeFileSync(join(lab().folder, "index.ts"), text);
	const good = async (...words: string[]) => {
		const { exit, stdout, stderr } = await lab().lvsctl(words);
		assert.equal(exit, 0, stdout + stderr);
		return stdout + stderr;
	};
	const serves = async () => {
		for (const port of [80, 8080, 81, 82])
			assert.match(await pages(port), /^(rs1rs2|rs2rs1)$/, `${port}`);
	};
	/** Without the option `up` refuses, and says that it would help. */
	const refuses = async (command: RegExp) => {
		declare(program);
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.notEqual(exit, 0, stdout);
		assert.match(stdout + stderr, command);
		assert.match(stdout + stderr, /Or declare openFilters: true/);
	};

	test("ufw on a real server and the director: up opens by declaration, and takes exactly that back", async () => {
		await root(
			"lb",
			"iptables -P FORWARD ACCEPT; iptables -F FORWARD; iptables -F INPUT",
		);
		for (const machine of ["lb", "rs1"])
			await root(
				machine,
				"ufw allow 22/tcp && ufw default deny incoming && ufw --force enable",
			);
		await refuses(
			/ufw allow in on eth1 proto tcp from any to 172\.18\.0\.70 port 80/,
		);
		assert.equal(await pages(80), "nono");
		declare(opening);
		await good("up");
		await serves();
		assert.equal((await status()).exit, 0);
		// the VIP's ports; the real server has its own address for NAT beside the VIP
		assert.equal(await ofUfw("lb"), "4");
		assert.equal(await ofUfw("rs1"), "4");

		// over a reload
		await root("lb", "ufw reload");
		await serves();

		// somebody closes one
		await root(
			"rs1",
			"ufw --force delete allow in on eth1 proto tcp from any to 172.18.0.70 port 80 comment 'pulumi-lvs web-real-server'",
		);
		assert.notEqual((await status()).exit, 0);
		await good("up");
		await serves();

		// a port that goes
		declare(opening.replace("tcp: [81, 82]", "tcp: [81]"));
		await good("up");
		assert.equal(await ofUfw("lb"), "3");
		assert.doesNotMatch(await root("lb", "ufw status"), / 82\/tcp/);

		// the option taken back, where another rule lets everything in
		await root("lb", "ufw allow in on eth1");
		await root("rs1", "ufw allow in on eth1");
		declare(program);
		await good("up");
		await serves();
		for (const machine of ["lb", "rs1"])
			assert.equal(await ofUfw(machine), "0", machine);
		for (const machine of ["lb", "rs1"])
			await root(machine, "ufw delete allow in on eth1; ufw disable");
	});

	test("firewalld on a real server and the director: up opens by declaration, and destroy takes exactly that back", async () => {
		for (const machine of ["lb", "rs2"])
			await root(
				machine,
				// a rule of the operator for the same port, which is kept and not yet read
				"systemctl start firewalld && firewall-cmd -q --zone=public --change-interface=eth1 && firewall-cmd -q --permanent --zone=public --add-port=80/tcp",
			);
		await refuses(
			/firewall-cmd --permanent --zone=public --add-rich-rule='rule family="ipv4" destination address="172\.18\.0\.70" port port="80"/,
		);
		declare(opening);
		await good("up");
		await serves();
		assert.equal((await status()).exit, 0);
		assert.equal(await ofFirewalld("lb"), "4");
		assert.equal(await ofFirewalld("rs2"), "4");

		// somebody closes one, for now alone
		await root(
			"rs2",
			`firewall-cmd --zone=public --remove-rich-rule='rule family="ipv4" destination address="172.18.0.70" port port="80" protocol="tcp" accept'`,
		);
		assert.notEqual((await status()).exit, 0);
		await good("up");
		await serves();

		await root("rs2", "systemctl stop firewalld");
		await good("destroy");
		await root("rs2", "systemctl start firewalld");
		for (const machine of ["lb", "rs2"]) {
			assert.equal(
				await root(
					machine,
					"firewall-cmd --list-rich-rules; firewall-cmd --permanent --list-rich-rules",
				),
				"",
				machine,
			);
			assert.equal(
				await root(machine, "firewall-cmd --permanent --list-ports"),
				"80/tcp",
			);
		}
	});
});
