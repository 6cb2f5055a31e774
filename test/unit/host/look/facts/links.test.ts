import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { links } from "../../../../../src/host/look/facts/links.ts";
import { director, everythingOf, realServer } from "../../change/example.ts";

const parse = (...lines: string[]) =>
	links.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		director,
	);

test("the link of the VIP is one whose route has it, or a default route to a link without a router", () => {
	for (const [line, ofVip, defaultRoutes] of [
		["172.18.0.0/24 dev eth1 proto kernel src 172.18.0.66", ["eth1"], []],
		["default via 10.0.2.2 dev eth0 proto dhcp", [], ["eth0"]],
		["default dev ppp0 scope link", ["ppp0"], ["ppp0"]],
		["local 172.18.0.70 dev lo table local", [], []],
	] as const) {
		const found = parse(line);
		assert.deepEqual(found.ofVip, ofVip, line);
		assert.deepEqual(found.defaultRoutes, defaultRoutes, line);
	}
});

test("a link is told once, whatever routes it has", () => {
	const { ofVip } = parse(
		"172.18.0.0/24 dev eth1 proto kernel",
		"172.18.0.0/16 dev eth1 proto static",
	);
	assert.deepEqual(ofVip, ["eth1"]);
});

test("a route with several next hops has each of their links, and a default one is told as such", () => {
	const hops = (...hops: string[]) =>
		parse(
			"172.18.0.0/24 dev eth1 proto kernel src 172.18.0.67",
			"default proto bgp metric 20",
			...hops.map((hop) => `\tnexthop ${hop} weight 1`),
			"mtu eth0 1500",
		);
	const routed = hops("via 10.0.2.2 dev eth0", "via 10.0.3.2 dev eth2");
	assert.deepEqual(routed.ofVip, ["eth1"]);
	assert.deepEqual(routed.defaultRoutes, ["eth0", "eth2"]);
	const direct = hops("dev ppp0", "dev ppp1");
	assert.deepEqual(direct.ofVip, ["eth1", "ppp0", "ppp1"]);
	assert.deepEqual(direct.defaultRoutes, ["ppp0", "ppp1"]);
});

test("of a bridge the links are told that lead out of the machine: itself, and not its ports", () => {
	const root = mkdtempSync(join(tmpdir(), "links-"));
	const files = (device: string, ...paths: readonly string[]) => {
		for (const path of [...paths, "mtu", "flags"]) {
			const file = join(root, device, path);
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, path === "flags" ? "0x1003\n" : "1500\n");
		}
	};
	files("eth0", "device");
	files("eth1", "device", "master");
	files("br1", "bridge", "lower_eth1/device");
	files("bond1", "bonding", "master");
	files("br2", "bridge", "lower_bond1/bonding");
	// a bridge of virtual machines or containers alone
	files("virbr0", "bridge", "lower_vnet0/mtu");
	files("macvlan0", "lower_eth0/device");
	const script = links.probe?.(director, "debian", "web-director") ?? "";
	const { stdout } = spawnSync(
		"sh",
		["-c", script.replaceAll("/sys/class/net", root)],
		{ encoding: "utf8" },
	);
	rmSync(root, { recursive: true });
	assert.deepEqual(
		stdout.split("\n").filter((line) => line.startsWith("wired ")),
		["wired br1", "wired br2", "wired eth0"],
	);
});

// the director of the example, 172.18.0.66, drops what has its own VIP as source
const other = "172.18.0.1";
const lb = "172.18.0.66";

/** Which ways through the director a look finds on a host with these rules, routes of the main table and routes of other tables. */
const closed = (
	routes: readonly string[],
	rules: readonly string[] = [],
	tables: Readonly<Record<string, string>> = {},
) => {
	const root = mkdtempSync(join(tmpdir(), "links-"));
	const every = [
		"0:\tfrom all lookup local",
		...rules,
		"32766:\tfrom all lookup main",
		"32767:\tfrom all lookup default",
	];
	const script = `ip() {
	case $* in
	*-batch*) while read -r object show table main via gateway; do
		case "$object $show $table $via" in
		'rule show  ') cat <<'rules'
${every.join("\n")}
rules
		;;
		'route show default ') printf '%s\n' ${routes.map((route) => `'${route}'`).join(" ")} | grep ^default ;;
		'route show table via') printf '%s\n' ${routes.map((route) => `'${route}'`).join(" ")} | grep "via ${"$"}{gateway%/31} " ;;
		esac
	done ;;
	*) case $5 in ${Object.entries(tables)
		.map(([table, route]) => `${table}) echo '${route}' ;;`)
		.join(" ")} esac ;;
	esac
}
${links.probe?.(realServer, "debian", "web-real-server")?.replaceAll("/sys/class/net", root)}`;
	const { stdout } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
	rmSync(root, { recursive: true });
	return links
		.parse(
			{
				lines: stdout.split("\n").filter(Boolean),
				texts: new Map(),
				family: "debian",
				owner: "web-real-server",
			},
			realServer,
		)
		.closedWays.map(({ to, gateway, by }) =>
			[to, gateway, ...(by === undefined ? [] : [by.rule])].join(" "),
		);
};
const by = (gateway: string, to = "default", more = "") =>
	`${to} via ${gateway} dev eth1 ${more}`;

test("a way of clients through the director is found: the default route, one of its next hops, a route to a network", () => {
	assert.deepEqual(closed([by(lb)]), [`default ${lb}`]);
	assert.deepEqual(closed([by(lb, "default", "proto dhcp metric 100 ")]), [
		`default ${lb}`,
	]);
	assert.deepEqual(closed([by(other), by(lb, "10.9.0.0/16")]), [
		`10.9.0.0/16 ${lb}`,
	]);
	const { closedWays } = links.parse(
		{
			lines: [
				"default proto bgp metric 20",
				`\tnexthop via ${other} dev eth1 weight 1`,
				`\tnexthop via ${lb} dev eth1 weight 1`,
			],
			texts: new Map(),
			family: "debian",
			owner: "web-real-server",
		},
		realServer,
	);
	assert.deepEqual(closedWays, [{ to: "default", gateway: lb }]);
});

test("a way that the kernel does not take is none: another gateway, a default route behind another one, a dead one", () => {
	for (const routes of [
		[by(other)],
		[by(other, "default", "metric 100 "), by(lb, "default", "metric 200 ")],
		[
			by(lb, "default", "metric 100 dead linkdown "),
			by(other, "default", "metric 200 "),
		],
		[],
	])
		assert.deepEqual(closed(routes), [], routes.join());
});

test("a rule by source that holds for the VIP decides before the main table, and another does not", () => {
	const rule = (from: string, more = "") =>
		`100:\tfrom ${from} lookup 100${more}`;
	const tables = { 100: by(other) };
	for (const from of ["172.18.0.70", "172.18.0.0/24", "all"])
		for (const more of ["", " proto static"])
			assert.deepEqual(closed([by(lb)], [rule(from, more)], tables), []);
	for (const from of ["172.18.0.67", "10.0.0.0/8"])
		assert.deepEqual(closed([by(lb)], [rule(from)], tables), [`default ${lb}`]);
	// without a default route a table leaves the packet to the rules that follow
	assert.deepEqual(closed([by(lb)], ["5270:\tfrom all lookup 52"]), [
		`default ${lb}`,
	]);
	assert.deepEqual(
		closed([by(other)], [rule("172.18.0.70")], { 100: by(lb) }),
		[`default ${lb} 100: from 172.18.0.70 lookup 100`],
	);
});

test("by NAT and on directors no such way is asked for", () => {
	for (const desired of [director, everythingOf.director])
		assert.doesNotMatch(
			links.probe?.(desired, "debian", "web-director") ?? "",
			/rule show/,
		);
});
