import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { filtersProgram } from "./filters-program.ts";
import { onLab } from "./on-lab.ts";
import { sharedLab } from "./shared-lab.ts";

const program = filtersProgram();

/** A program whose real server asks other machines, and nobody else does anything. */
const asking = `
import { WordPress } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
new WordPress("blog", {
	realServers: { rs1: { host: lab().rs1, address: "172.18.0.67" } },
	url: "http://www.lab.test",
	database: { address: "172.18.0.10", database: "blog", user: "blog", password: "of-the-lab" },
});
`;

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
	const { root } = onLab(lab);
	const pages = (port: number) =>
		root(
			"client",
			`for i in 1 2; do curl -s -m 5 http://172.18.0.70:${port}/ || echo no; done | tr -d '\\n' | sed 's/<[^>]*>//g'`,
		);
	const status = () => lab().lvsctl(["status"]);

	test("a real server that does not let out what it asks of others is refused before a change, with its rules", async () => {
		writeFileSync(join(lab().folder, "index.ts"), asking);
		await root(
			"rs1",
			"nft 'add table inet fw; add chain inet fw output { type filter hook output priority 0; policy drop; }; add rule inet fw output tcp sport 22 accept; add rule inet fw output oifname lo accept'",
		);
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.notEqual(exit, 0, stdout);
		assert.match(
			stdout + stderr,
			/table inet fw, chain output drops, by its policy drop: packets to the database at 172\.18\.0\.10, tcp 3306/,
		);
		assert.equal(
			await root("rs1", "ls /var/lib/pulumi-lvs 2>/dev/null || true"),
			"",
		);
		await root("rs1", "nft delete table inet fw");
	});

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
});
