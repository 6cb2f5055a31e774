import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";

// Real servers behind a VPN that chooses its peer by a packet's destination.

const machines = ["lb", "rs1", "rs2"] as const;
type Machine = (typeof machines)[number];
const inner = { lb: "10.8.0.66", rs1: "10.8.0.67", rs2: "10.8.0.68" };
const outer = { lb: "172.18.0.66", rs1: "172.18.0.67", rs2: "172.18.0.68" };
const vip = "172.18.0.70";
const client = "172.18.0.10";

const program = (forwarding: string, realServers: readonly Machine[]) => `
import { Cluster } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
new Cluster("web", {
	vip: "${vip}",
	forwarding: "${forwarding}",
	directors: { lb: { host: machines.lb, address: "${inner.lb}", interface: "eth1" } },
	realServers: {
		${realServers.map((name) => `${name}: { host: machines.${name}, address: "${inner[name]}" },`).join("\n")}
	},
	services: { http: { tcp: 8080, scheduler: "rr" } },
});
`;

/** The two keys of a machine, in hexadecimal. */
function newKeys() {
	const { privateKey, publicKey } = generateKeyPairSync("x25519");
	const hexadecimal = (der: Buffer) => der.subarray(-32).toString("hex");
	return {
		secret: hexadecimal(privateKey.export({ type: "pkcs8", format: "der" })),
		open: hexadecimal(publicKey.export({ type: "spki", format: "der" })),
	};
}

describe("real servers behind WireGuard", () => {
	const lab = sharedLab({
		links: { lan: "172.18.0.0/24" },
		machines: {
			lb: { lan: outer.lb },
			rs1: { lan: outer.rs1 },
			rs2: { lan: outer.rs2 },
			client: { lan: client },
		},
	});
	const { root, good } = onLab(lab);
	const keys = { lb: newKeys(), rs1: newKeys(), rs2: newKeys() };
	/** `[peer, networks]`: its AllowedIPs. */
	const allow = (machine: Machine, ...peers: [peer: Machine, ips: string][]) =>
		root(
			machine,
			`python3 /tmp/wireguard.py wg0 ${keys[machine].secret} 51820 ${peers.map(([peer, ips]) => `${keys[peer].open} ${outer[peer]}:51820 ${ips}`).join(" ")}`,
		);
	/** What peers have beside their own addresses: at the director, and at the real servers. */
	const beside = async (atDirector: string, atRealServers: string) => {
		await allow("lb", ["rs1", inner.rs1 + atDirector], ["rs2", inner.rs2]);
		for (const name of ["rs1", "rs2"] as const) {
			await allow(name, ["lb", inner.lb + atRealServers]);
			// they shake hands
			await root(
				"lb",
				`for i in 1 2 3 4 5 6 7 8; do ping -c 1 -W 2 ${inner[name]} >/dev/null && exit; done; exit 1`,
			);
		}
	};
	const declare = (forwarding: string, ...realServers: Machine[]) => {
		writeFileSync(
			join(lab().folder, "Pulumi.yaml"),
			"name: wireguard\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
		);
		writeFileSync(
			join(lab().folder, "index.ts"),
			program(forwarding, realServers),
		);
	};
	const ask = () =>
		root(
			"client",
			`for i in 1 2; do curl -sf -m 5 http://${vip}:8080/ || echo no; done | sort | tr '\\n' ' '`,
		);

	test("what is there before: a VPN, and servers", async () => {
		const script = readFileSync(
			join(import.meta.dirname, "wireguard.py"),
			"utf8",
		);
		for (const machine of machines)
			await root(
				machine,
				`cat >/tmp/wireguard.py <<'end'\n${script}end
ip link add wg0 type wireguard; ip address add ${inner[machine]}/24 dev wg0; ip link set wg0 up
mkdir -p /srv/web; echo ${machine} >/srv/web/index.html; busybox httpd -p 8080 -h /srv/web`,
			);
		await beside("", "");
	});

	test("by direct routing several are refused before a change; one gets clients where its peers let the VIP and clients through, as told", async () => {
		declare("dr", "rs1", "rs2");
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.notEqual(exit, 0, stdout);
		assert.match(
			stdout + stderr,
			/the director reaches 10\.8\.0\.67, 10\.8\.0\.68 by wg0, which delivers by destination/,
		);
		assert.equal(await root("lb", "ipvsadm -Sn 2>/dev/null || :"), "");
		declare("dr", "rs1");
		assert.match(
			await good("up"),
			/AllowedIPs of 10\.8\.0\.67 must have 172\.18\.0\.70, and there AllowedIPs of this director all clients/,
		);
		assert.equal(await ask(), "no no ");
		await beside(`,${vip}`, "");
		assert.equal(await ask(), "no no ");
		await beside(`,${vip}`, `,${client}`);
		assert.equal(await ask(), "rs1 rs1 ");
		// with two it would be rs1 for both, whomever IPVS chose
		await root("rs2", `ip address add ${vip}/32 dev lo`);
		await root("lb", `ipvsadm -a -t ${vip}:8080 -r ${inner.rs2} -g`);
		assert.equal(await ask(), "rs1 rs1 ");
		await root("lb", `ipvsadm -d -t ${vip}:8080 -r ${inner.rs2}`);
		await root("rs2", `ip address del ${vip}/32 dev lo`);
	});

	test("a tunnel and FULLNAT need nothing of it, and NAT the clients, as told", async () => {
		await beside("", "");
		for (const forwarding of ["tun", "fullnat"]) {
			declare(forwarding, "rs1", "rs2");
			assert.doesNotMatch(await good("up"), /delivers by destination/);
			assert.equal(await ask(), "rs1 rs2 ", forwarding);
		}
		declare("nat", "rs1", "rs2");
		assert.match(
			await good("up"),
			/AllowedIPs of the director 10\.8\.0\.66 must have all clients/,
		);
		assert.equal(await ask(), "no no ");
		await beside("", `,${client}`);
		assert.equal(await ask(), "rs1 rs2 ");
	});
});
