import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { routes } from "../../../../../src/host/kinds/routes.ts";
import { earlierRules } from "../../../../../src/host/look/facts/earlier-rules.ts";
import { otherAnswers } from "../../../../../src/host/look/facts/other-answers.ts";
import { everythingOf } from "../../change/example.ts";

const { realServer } = everythingOf; // 172.18.0.67, whose answers go by 172.18.0.66
const ours = realServer.tables?.routing;

/** What a look finds of rules of others on a host whose rules are these, in the kernel's order beside those that every host has, and whose tables have these routes. */
const told = (
	rules: readonly string[],
	tables: Readonly<Record<string, string>>,
) => {
	const every = [
		"0:\tfrom all lookup local",
		...rules.filter((rule) => Number.parseInt(rule, 10) < Number(ours)),
		`${ours}:\tfrom 172.18.0.67 ipproto tcp sport 80 lookup ${ours}`,
		...rules.filter((rule) => Number.parseInt(rule, 10) > Number(ours)),
		"32766:\tfrom all lookup main",
		"32767:\tfrom all lookup default",
	];
	const routesOf = Object.entries({
		local: "local default dev lo",
		main: "default via 10.0.2.2 dev eth0",
		[String(ours)]: "default via 172.18.0.66 dev eth1",
		...tables,
	}).map(([name, route]) => `${name}) echo '${route}' ;;`);
	const script = `ip() {
	case "$2" in
	rule) cat <<'end'
${every.join("\n")}
end
	;;
	route) case "$5" in
	${routesOf.join("\n\t")}
	esac ;;
	esac
}
${routes.probe?.(realServer, "debian", "all-real-server")}`;
	const look = {
		lines: execFileSync("sh", ["-c", script], { encoding: "utf8" })
			.split("\n")
			.filter(Boolean),
		texts: new Map(),
		family: "debian",
		owner: "all-real-server",
	} as const;
	// the look at our own is the same
	assert.deepEqual(routes.parse(look, realServer), {
		"from 172.18.0.67 ipproto tcp sport 80": "default via 172.18.0.66",
	});
	return {
		earlier: earlierRules
			.parse(look, realServer)
			.map(({ priority, rule }) => `${priority}: ${rule}`),
		others: otherAnswers.parse(look, realServer),
	};
};
const earlier = (...seen: Parameters<typeof told>) => told(...seen).earlier;
const elsewhere = { 100: "default via 172.18.0.1 dev eth1" };

for (const rule of [
	"100:\tfrom 172.18.0.67 lookup 100",
	"100:\tfrom 172.18.0.0/24 lookup 100",
	"100:\tfrom all lookup 100",
	"98:\tfrom all lookup main",
])
	test(`${rule.replace("\t", " ")} is told where that table has a default route`, () => {
		assert.deepEqual(earlier([rule], elsewhere), [rule.replace("\t", " ")]);
	});

test("a rule of systemd-networkd or NetworkManager, behind which ip tells who made it, is told too", () => {
	assert.deepEqual(
		earlier(["100:\tfrom 172.18.0.67 lookup 100 proto static"], elsewhere),
		["100: from 172.18.0.67 lookup 100"],
	);
});

test("a table that leaves packets to our rules is not told", () => {
	const rule = "5270:\tfrom all lookup 52";
	assert.deepEqual(earlier([rule], {}), []);
	assert.deepEqual(earlier([rule], { 52: "throw default" }), []);
	assert.deepEqual(earlier([rule], { 52: "default dev tailscale0" }), [
		"5270: from all lookup 52",
	]);
});

test("a table that leads back to the director is not told", () => {
	for (const way of [
		"via 172.18.0.66 dev eth1",
		"nhid 20 via 172.18.0.66 dev eth1",
	])
		assert.deepEqual(
			earlier(["100:\tfrom 172.18.0.67 lookup 100"], {
				100: `default ${way}`,
			}),
			[],
		);
});

for (const rule of [
	"100:\tfrom 10.0.2.15 lookup 100",
	"100:\tfrom all to 10.9.0.0/16 lookup 100",
	"100:\tfrom all iif eth2 lookup 100",
	"98:\tfrom all lookup main suppress_prefixlength 0",
	"99:\tnot from all fwmark 0xca6c lookup 100",
	"5210:\tfrom all fwmark 0x80000/0xff0000 lookup main",
	"1000:\tfrom all lookup [l3mdev-table]",
	"5250:\tfrom all fwmark 0x80000/0xff0000 unreachable",
	"30100:\tfrom 172.18.0.67 lookup 100",
])
	test(`${rule.replace("\t", " ")} is not told`, () => {
		assert.deepEqual(earlier([rule], elsewhere), []);
	});

for (const table of ["20007", "29999"])
	test(`answers by the routing table ${table} of another cluster are told with their way`, () => {
		const selector = "from 172.18.0.67 ipproto tcp sport 80";
		const mark = `${table}:\tfrom all fwmark 0x100000/0x7ff00000 lookup ${table}`;
		const via = { [table]: "default via 172.18.0.60 dev eth1" };
		assert.deepEqual(
			told([`${table}:\t${selector} lookup ${table}`, mark], via),
			{
				earlier: [],
				others: [{ selector, table, gateway: "172.18.0.60" }],
			},
		);
	});

test("neither our own answers nor those by a table without a way are told as those of others", () => {
	assert.deepEqual(
		told(["20007:\tfrom 172.18.0.67 ipproto tcp lookup 20007"], {}).others,
		[],
	);
});
