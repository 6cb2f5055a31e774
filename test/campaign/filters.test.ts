import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";

// What is said of packet filters by knowledge of the kernel's sources: each is seen to do that on a kernel, and each way out to help.

const program = (services: string) => `
import { Cluster } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: { lb: { host: machines.lb, address: "10.88.0.66", interface: "eth1" } },
	realServers: { rs1: { host: machines.rs1, address: "10.88.0.67" } },
	services: { ${services} },
});
`;

/** A server that says who asks, and has a long answer. */
const serving = (
	port: number,
) => `mkdir -p /srv/${port}/cgi-bin; cd /srv/${port}
printf '#!/bin/sh\\necho; echo "$REMOTE_ADDR" | sed "s/.*://; s/]//"\\n' >cgi-bin/who; chmod +x cgi-bin/who
head -c 4000000 /dev/zero >long; busybox httpd -p ${port} -h /srv/${port}`;

describe("packet filters, as kernels have them", () => {
	// the director stands between clients and the address of the real server, which answers by the front where it has the VIP
	const lab = sharedLab({
		links: { front: "172.18.0.0/24", back: "10.88.0.0/24" },
		machines: {
			lb: { front: "172.18.0.66", back: "10.88.0.66" },
			rs1: { front: "172.18.0.67", back: "10.88.0.67" },
			client: { front: "172.18.0.10" },
		},
	});
	const { root, good } = onLab(lab);
	const declare = (services: string) => {
		writeFileSync(
			join(lab().folder, "Pulumi.yaml"),
			"name: filters\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
		);
		writeFileSync(join(lab().folder, "index.ts"), program(services));
	};
	/** The client whom the real server sees. */
	const seen = (port: number) =>
		root(
			"client",
			`curl -sf -m 4 http://172.18.0.70:${port}/cgi-bin/who || echo no`,
		);
	/** How many bytes of the long answer come. */
	const long = (port: number) =>
		root(
			"client",
			`curl -s -m 8 -o /dev/null -w '%{size_download}' http://172.18.0.70:${port}/long || :`,
		);
	const refused = async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.notEqual(exit, 0, stdout);
		return stdout + stderr;
	};
	/** What a change would touch first. */
	const state = () =>
		root(
			"rs1",
			"ip -4 -br address; ls -R /var/lib/pulumi-lvs 2>/dev/null || :",
		);
	/** While a machine has a rule of the operator. */
	const beside = async (
		machine: string,
		[add, remove]: readonly [add: string, remove: string],
		use: () => Promise<void>,
	) => {
		await root(machine, add);
		try {
			await use();
		} finally {
			await root(machine, remove);
		}
	};
	const client = "172.18.0.10";
	const whole = "4000000";

	const dropsOthers =
		"fib daddr . iif type != { local, broadcast, multicast } drop";
	const table = (chain: string, rule: string) =>
		[
			`nft 'add table inet fw; add chain inet fw ${chain}; add rule inet fw ${rule}'`,
			"nft delete table inet fw",
		] as const;
	const onItsDevice = [
		[
			"in input",
			table(
				"input { type filter hook input priority 0; }",
				`input ${dropsOthers}`,
			),
			/table inet fw, chain input drops, by its rule "fib daddr \. iif type != .*": packets of clients to 172\.18\.0\.70, tcp 80/,
		],
		[
			"in prerouting",
			table(
				"early { type filter hook prerouting priority mangle; }",
				`early ${dropsOthers}`,
			),
			/table inet fw, chain early drops, by its rule "fib daddr \. iif type != .*": packets of clients to 172\.18\.0\.70, tcp 80/,
		],
		[
			"by iptables",
			[
				"iptables -A INPUT -m addrtype ! --dst-type LOCAL --limit-iface-in -j DROP",
				"iptables -F INPUT",
			],
			/iptables table filter, chain INPUT drops, by its rule ".*--limit-iface-in.*": packets of clients to 172\.18\.0\.70, tcp 80/,
		],
	] as const;

	test("what is there before: servers that say who asks", async () => {
		for (const port of [80, 8080]) await root("rs1", serving(port));
	});

	for (const [where, rule, words] of onItsDevice)
		test(`a filter that takes an address for local on the packets' own device alone, ${where}: by direct routing it is refused before a change`, async () => {
			declare("http: { tcp: 80 }");
			await beside("rs1", rule, async () => {
				const before = await state();
				assert.match(await refused(), words);
				assert.equal(await state(), before);
			});
			await good("up");
			assert.equal(await seen(80), client);
			await beside("rs1", rule, async () => {
				// what it does
				assert.equal(await seen(80), "no");
				assert.match((await lab().lvsctl(["status"])).stdout, words);
			});
			assert.equal(await seen(80), client);
		});

	test("the same filters beside a tunnel, whose device has the VIP, drop nothing, and nothing is said", async () => {
		declare("http: { tcp: 80, forwarding: 'tun' }");
		await good("up");
		for (const [, rule] of onItsDevice)
			await beside("rs1", rule, async () => {
				assert.equal(await seen(80), client);
				assert.doesNotMatch(await good("up"), /table/);
				const { exit, stdout } = await lab().lvsctl(["status"]);
				assert.equal(exit, 0, stdout);
			});
	});

	const flowtable = table(
		"forward { type filter hook forward priority 0; }; add flowtable inet fw f { hook ingress priority 0; devices = { eth1, eth2 }; }",
		"forward ct state established flow add @f",
	);

	for (const forwarding of ["nat", "fullnat"])
		test(`a flowtable takes long answers by ${forwarding} from clients: refused before a change, and the way out helps`, async () => {
			declare(`http: { tcp: 8080, forwarding: '${forwarding}' }`);
			await good("up");
			assert.equal(await long(8080), whole);
			await beside("lb", flowtable, async () => {
				// what came before the flowtable took the connection
				const came = Number(await long(8080));
				assert.ok(came < 50_000, String(came));
				const said = await refused();
				assert.match(
					said,
					/table inet fw, chain forward hands past IPVS, to a flowtable, by its rule "ct state established flow add @f": answers of rs1, tcp 8080/,
				);
				const [, way = "false"] =
					/Let them through: (nft insert rule inet fw forward ip saddr 10\.88\.0\.67 tcp sport 8080 accept)\./.exec(
						said,
					) ?? [];
				await root("lb", way);
				assert.equal(await long(8080), whole);
				assert.doesNotMatch(await good("up"), /flowtable/);
			});
		});

	test("a flowtable is nothing to direct routing", async () => {
		declare("http: { tcp: 80 }");
		await good("up");
		await beside("lb", flowtable, async () => {
			assert.equal(await long(80), whole);
			assert.doesNotMatch(await good("up"), /flowtable/);
		});
	});

	for (const [by, rule, exception] of [
		[
			"iptables",
			[
				"iptables -t nat -A POSTROUTING -o eth2 -j MASQUERADE",
				"iptables -t nat -F POSTROUTING",
			],
			/leave these packets out: (iptables -t nat -I POSTROUTING -d 10\.88\.0\.67 -p tcp --dport 8080 -j ACCEPT)\./,
		],
		[
			"nft",
			table(
				"post { type nat hook postrouting priority srcnat; }",
				"post oifname eth2 masquerade",
			),
			/leave these packets out: (nft insert rule inet fw post ip daddr 10\.88\.0\.67 tcp dport 8080 accept)\./,
		],
	] as const)
		test(`a masquerade of ${by} hides clients of nat from real servers: it is told, and the exception gives them back`, async () => {
			declare("http: { tcp: 8080, forwarding: 'nat' }");
			await good("up");
			assert.equal(await seen(8080), client);
			await beside("lb", rule, async () => {
				assert.equal(await seen(8080), "10.88.0.66");
				// nothing is lost by it, and he may want it so
				assert.equal(await long(8080), whole);
				const said = await good("status");
				assert.match(said, /real servers see it in place of the client/);
				await root("lb", exception.exec(said)?.[1] ?? "false");
				assert.equal(await seen(8080), client);
				assert.doesNotMatch(await good("status"), /in place of the client/);
			});
		});
});
