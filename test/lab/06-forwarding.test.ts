import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { difference } from "./difference.ts";
import { onLab } from "./on-lab.ts";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";
import { snapshot } from "./snapshot.ts";

/** How the program says it, who answers the client, and whom the real servers see. */
const ways = {
	"ipip tunnel": ['forwarding: "tun"', "rs1 rs2", "10.77.0.14"],
	"gue tunnel": [
		'forwarding: "tun", tunnel: { type: "gue" }',
		"rs1 rs2",
		"10.77.0.14",
	],
	"gre tunnel": [
		'forwarding: "tun", tunnel: { type: "gre" }',
		"rs1 rs2",
		"10.77.0.14",
	],
	FULLNAT: ['forwarding: "fullnat"', "lb", "10.88.0.10"],
	"direct routing": ['forwarding: "dr"', "rs1 rs2", "10.77.0.14"],
	NAT: ['forwarding: "nat"', "lb", "10.77.0.14"],
} as const;

describe("every way of forwarding, each after the other on the same machines", () => {
	const lab = sharedLab("labs/05-tun");
	const before = new Map<string, string>();
	/** Address of a network card -> its machine. */
	const names = new Map<string, string>();
	const realServers = ["rs1", "rs2"] as const;
	let declared: string = ways["ipip tunnel"][0];

	const { root, good } = onLab(lab);
	const declare = (text: string) => {
		const path = join(lab().folder, "index.ts");
		const program = readFileSync(path, "utf8");
		assert.ok(program.includes(declared), `index.ts has ${declared}`);
		writeFileSync(path, program.replace(declared, text));
		declared = text;
	};
	/** The machines whose network cards sent the answers that the client got, in the order of the alphabet. */
	async function answering(): Promise<string> {
		if (names.size === 0)
			for (const machine of ["lb", ...realServers])
				names.set(
					await root(machine, "cat /sys/class/net/eth1/address"),
					machine,
				);
		const frames = await root(
			"client",
			// one SYN-ACK for each connection, from when the capture listens
			`rm -f /tmp/heard; timeout 60 tcpdump -l -e -n -i eth1 -c 4 'src 10.77.0.70 and tcp[tcpflags] & (tcp-syn|tcp-ack) = (tcp-syn|tcp-ack)' >/tmp/frames 2>/tmp/heard &
until grep -q listening /tmp/heard; do sleep 0.1; done
for i in 1 2 3 4; do curl -sf -m 5 -o /dev/null http://10.77.0.70/; done; wait; awk '{ print $2 }' /tmp/frames | sort -u`,
		);
		return frames
			.split("\n")
			.map((address) => names.get(address) ?? address)
			.sort()
			.join(" ");
	}

	function isGood(
		name: string,
		[program, answers, seen]: (typeof ways)[keyof typeof ways],
	) {
		test(`${name}: up brings it from whatever was before, and the client counts 20 to 30`, async () => {
			declare(program);
			assert.match(
				await good("up", ".", "--no-refresh"),
				/saw +: "rs1 20, rs2 30"/,
			);
			// its exit is 1 where a host is not as declared
			await good("status");
		});

		test(`${name}: the client is answered by ${answers}, and the real servers see ${seen}`, async () => {
			assert.equal(await answering(), answers);
			for (const machine of realServers)
				assert.equal(
					await root(
						machine,
						"tail -n 2 /var/log/apache2/access.log | cut -d' ' -f1 | sort -u",
					),
					seen,
				);
		});

		test(`${name}: a megabyte passes both ways`, async () => {
			for (const machine of realServers)
				await root(
					machine,
					"head -c 1000000 /dev/zero >/var/www/html/megabyte",
				);
			const sizes = await root(
				"client",
				`head -c 1000000 /dev/zero >/tmp/megabyte
for i in 1 2; do
	curl -s -m 20 -o /dev/null -w '%{http_code} %{size_download}\\n' http://10.77.0.70/megabyte
	curl -s -m 20 -o /dev/null -w '%{http_code} %{size_upload}\\n' -H 'Expect:' --data-binary @/tmp/megabyte http://10.77.0.70/megabyte
done`,
			);
			assert.equal(sizes, Array(4).fill("200 1000000").join("\n"));
			for (const machine of realServers)
				await root(machine, "rm /var/www/html/megabyte");
		});
	}

	test("before anything", async () => {
		for (const machine of ["lb", ...realServers])
			before.set(machine, await root(machine, snapshot));
	});

	for (const [name, way] of Object.entries(ways))
		if (name !== "NAT") isGood(name, way);

	test("FULLNAT with all ports: a client's web and ssh end at one real server, which sees the director", async () => {
		const path = join(lab().folder, "index.ts");
		const program = readFileSync(path, "utf8");
		declare(ways.FULLNAT[0]);
		writeFileSync(
			path,
			readFileSync(path, "utf8")
				.replace(
					/services: \{[\s\S]*?\n\t\},\n/,
					'services: { all: { tcp: "all", scheduler: "rr", persistence: { seconds: 60 } } },\n',
				)
				.replace(/const proof = [\s\S]*?\}\);\n/, "")
				.replace(/export const \w+ = proof.*\n/, ""),
		);
		await good("up", ".", "--no-refresh");
		const page = await root("client", "curl -sf -m 9 http://10.77.0.70/");
		const machine = realServers.find((name) => page.includes(name));
		assert.ok(machine !== undefined, page);
		const key = await root(
			"client",
			"ssh-keyscan -T 9 -t ed25519 10.77.0.70 2>/dev/null | cut -d' ' -f3",
		);
		assert.notEqual(key, "");
		assert.equal(
			key,
			await root(
				machine,
				"ssh-keyscan -T 9 -t ed25519 127.0.0.1 2>/dev/null | cut -d' ' -f3",
			),
		);
		assert.equal(
			await root(
				machine,
				"tail -n 1 /var/log/apache2/access.log | cut -d' ' -f1",
			),
			"10.88.0.10",
		);
		writeFileSync(path, program);
		declared = ways["direct routing"][0];
	});

	isGood("NAT", ways.NAT);

	test("NAT: drift of what goes with it is shown and repaired", async () => {
		// what is put back by itself is no drift for long: 23-put-back
		await root("lb", "systemctl stop lvs-web-director-watch");
		await root("rs1", "systemctl stop lvs-web-real-server-watch");
		await root("lb", "sysctl -qw net.ipv4.ip_forward=0");
		await root("lb", "nft delete table ip lvs-web");
		await root("rs1", "while ip rule del sport 80 2>/dev/null; do :; done");
		const { exit, stdout } = await lab().lvsctl(["check", "--no-diagnose"]);
		assert.equal(exit, 1, stdout);
		const text = await good("refresh");
		assert.match(text, /net\.ipv4\.ip_forward *: "1" => "0"/);
		assert.match(text, /- output ip daddr 10\.88\.0\.11 icmp type redirect/);
		assert.match(text, /- from 10\.88\.0\.11 ipproto tcp sport 80/);
		await good("up");
	});

	for (const machine of ["lb", "rs1"])
		test(
			`NAT: after a reboot of ${machine} it is as it was`,
			onlyIn("layouts"),
			async () => {
				await lab().reboot(machine);
				await good("check");
			},
		);

	test("destroy returns every host to what was found", async () => {
		await good("destroy");
		for (const machine of ["lb", ...realServers])
			assert.deepEqual(
				difference(before.get(machine) ?? "", await root(machine, snapshot)),
				[],
				machine,
			);
	});
});
