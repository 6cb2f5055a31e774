import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { filtersProgram } from "../lab/filters-program.ts";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";

// Filters that are opened by declaration. ufw and firewalld are Python programs, which take seconds for a command on an emulated machine.

const program = filtersProgram();

describe("openFilters", () => {
	const lab = sharedLab("labs/02-dr");
	const { root, good } = onLab(lab);
	const pages = (port: number) =>
		root(
			"client",
			`for i in 1 2; do curl -s -m 5 http://172.18.0.70:${port}/ || echo no; done | tr -d '\\n' | sed 's/<[^>]*>//g'`,
		);
	const status = () => lab().lvsctl(["status"]);

	/** A program that opens filters, and what each of its owners has of ours. */
	const opening = filtersProgram("openFilters: true,");
	const ofUfw = (machine: string) =>
		root(machine, "ufw status | grep -c 'pulumi-lvs web-' || true");
	const ofFirewalld = (machine: string) =>
		root(
			machine,
			"{ firewall-cmd --list-rich-rules; firewall-cmd --permanent --list-rich-rules; } | sort | uniq -c | awk '$1 == 2' | wc -l",
		);
	const declare = (text: string) =>
		writeFileSync(join(lab().folder, "index.ts"), text);
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
		declare(program);
		await good("up");
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
				"rm -f /etc/systemd/system/dbus.service /etc/systemd/system/dbus.socket && systemctl daemon-reload && systemctl start dbus.socket firewalld && firewall-cmd -q --zone=public --change-interface=eth1 && firewall-cmd -q --permanent --zone=public --add-port=80/tcp",
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
					"{ firewall-cmd --list-rich-rules; firewall-cmd --permanent --list-rich-rules; } | grep . || :",
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
