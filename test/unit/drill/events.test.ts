import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import type { ScriptAct } from "../../../src/drill/act.ts";
import { events } from "../../../src/drill/events.ts";
import type { Machine } from "../../../src/drill/machine.ts";
import type { Stage } from "../../../src/drill/stage.ts";
import { DeclarationError } from "../../../src/errors.ts";
import { type Desired, nothing } from "../../../src/model/desired.ts";

const machine = (
	role: string,
	name: string,
	desired: Partial<Desired>,
): Machine => ({
	component: "web",
	role,
	name,
	vip: "172.18.0.70",
	connection: { address: name },
	desired: { ...nothing, ...desired },
});
const active = "enabled active";
const rs1 = machine("real-server", "rs1", {
	ownAddress: "172.18.0.67",
	establishedBy: "lvs-web-real-server",
	units: { "lvs-web-real-server": active, "@httpd@": active },
	addresses: { "172.18.0.70/32": "lo" },
});
const lb = machine("director", "lb", {
	ownAddress: "172.18.0.65",
	establishedBy: "lvs-web-director",
	units: {
		"lvs-web-health": active,
		"lvs-web-director": active,
		"lvs-web-failover": active,
		"lvs-web-director-watch": active,
		// the distribution's own
		ipvsadm: "masked",
	},
	failover: { routerId: 1, peers: { lb2: "172.18.0.66" } },
});
const stage = (one: Machine, more: Partial<Stage> = {}): Stage => ({
	machine: one,
	roles: [one],
	lab: true,
	...more,
});
const script = (group: string, action: string, at: Stage): ScriptAct => {
	const act = events[group]?.[action]?.plan(at);
	assert.ok(act?.by === "script");
	return act;
};
const reason = (group: string, action: string, at: Stage) => {
	try {
		script(group, action, at);
	} catch (error) {
		assert.ok(error instanceof DeclarationError);
		return error.message.split("\n").at(-1)?.trim();
	}
	return assert.fail("it was not refused");
};

suite("events of a drill", () => {
	test("only what nothing on the machine could take back is for labs alone", () => {
		const labs = Object.entries(events).flatMap(([group, actions]) =>
			Object.entries(actions).flatMap(([action, { labsOnly }]) =>
				labsOnly === undefined ? [] : `${group} ${action}`,
			),
		);
		assert.deepEqual(labs, [
			"real-server freeze",
			"real-server power-off",
			"director freeze",
			"director power-off",
			"director link-cut",
		]);
	});

	test("stop: the web server by the names that families have, or the unit that is named", () => {
		const ours = script("real-server", "stop", stage(rs1));
		assert.match(ours.begin, /for unit in apache2 httpd;/);
		assert.match(ours.end, /for unit in apache2 httpd;/);
		const named = script("real-server", "stop", stage(rs1, { unit: "nginx" }));
		assert.match(named.begin, /for unit in nginx;/);
		assert.equal(named.byHand, "systemctl start nginx");
	});

	test("stop: a web server of another role on the same machine counts", () => {
		const bare = { ...rs1, desired: { ...rs1.desired, units: {} } };
		const site = machine("website", "rs1", { units: { "@httpd@": active } });
		const { begin } = script(
			"real-server",
			"stop",
			stage(bare, { roles: [bare, site] }),
		);
		assert.match(begin, /apache2/);
		assert.equal(
			reason("real-server", "stop", stage(bare)),
			"rs1: no web server of ours runs on it, so it is not known what to stop; name the unit: --unit nginx",
		);
	});

	test("lose-vip: the watch is stopped first, and both come back; a real server without a VIP is refused", () => {
		const { begin, end } = script("real-server", "lose-vip", stage(rs1));
		assert.equal(
			begin,
			"systemctl stop lvs-web-real-server-watch && ip address del 172.18.0.70/32 dev lo",
		);
		assert.equal(
			end,
			"systemctl reload lvs-web-real-server && systemctl start lvs-web-real-server-watch",
		);
		const nat = { ...rs1, desired: { ...rs1.desired, addresses: {} } };
		assert.match(
			reason("real-server", "lose-vip", stage(nat)) ?? "",
			/^rs1: it has no VIP that it could lose/,
		);
	});

	test("agents: all that run there, or the one that is named; none is refused", () => {
		const both = script("agent", "kill", stage(lb));
		assert.equal(
			both.begin,
			"systemctl kill -s KILL lvs-web-health lvs-web-failover",
		);
		assert.equal(both.lasts, false);
		assert.equal(
			script("agent", "restart", stage(lb, { unit: "lvs-web-health.service" }))
				.begin,
			"systemctl restart lvs-web-health",
		);
		assert.equal(
			reason("agent", "kill", stage(lb, { unit: "keepalived" })),
			"lb: keepalived is no agent of ours; there are lvs-web-health, lvs-web-failover",
		);
		const plain = { ...lb, desired: { ...lb.desired, units: {} } };
		assert.match(
			reason("agent", "kill", stage(plain)) ?? "",
			/^lb: no agent of ours runs on it/,
		);
	});

	test("director: its unit goes first, since the others belong to it", () => {
		const { begin, end } = script("director", "stop", stage(lb));
		assert.equal(begin, "systemctl stop lvs-web-director");
		assert.equal(
			end,
			"systemctl start lvs-web-director && systemctl start --no-block lvs-web-health lvs-web-failover lvs-web-director-watch",
		);
	});

	test("standby: it gives the VIP away by its own script, and one director alone is refused", () => {
		const act = script("director", "standby", stage(lb));
		assert.equal(
			act.begin,
			"cat /proc/sys/kernel/random/boot_id >/var/lib/pulumi-lvs/web-director/drilled && { sync /var/lib/pulumi-lvs/web-director/drilled || :; } && /usr/local/lib/pulumi-lvs/web/failover leave",
		);
		assert.equal(act.end, "/usr/local/lib/pulumi-lvs/web/failover join");
		assert.equal(act.byHand, "lvsctl standby lb --end");
		for (const [out, exit] of [
			["1\n", 1],
			["0\n", 0],
			[undefined, 0],
		] as const) {
			const kept = mkdtempSync(join(tmpdir(), "lvs-"));
			if (out !== undefined) writeFileSync(join(kept, "out"), out);
			const check = act.check?.replace(
				"/var/lib/pulumi-lvs/web-director",
				kept,
			);
			const ran = spawnSync("sh", ["-c", check ?? ""], { encoding: "utf8" });
			rmSync(kept, { recursive: true });
			assert.equal(ran.status, exit, `out is ${out}`);
			assert.equal(
				ran.stderr,
				exit === 0
					? ""
					: "it is out already, and the end of this would let it in; first end that: lvsctl standby lb --end\n",
			);
		}
		const { failover, ...alone } = lb.desired;
		assert.ok(failover);
		assert.equal(
			reason("director", "standby", stage({ ...lb, desired: alone })),
			"lb: its cluster has no other director that could take the VIP",
		);
	});

	test("split: packets from and to the others are dropped both ways; one director alone is refused", () => {
		const { begin, end } = script("director", "split", stage(lb));
		assert.match(begin, /ip saddr \{ 172\.18\.0\.66 \} drop/);
		assert.match(
			begin,
			/ip daddr \{ 172\.18\.0\.66, 224\.0\.0\.81, 224\.0\.0\.18 \} drop/,
		);
		assert.match(end, /nft delete table ip lvs-drill$/);
		const { failover, ...alone } = lb.desired;
		assert.ok(failover);
		assert.match(
			reason("director", "split", stage({ ...lb, desired: alone })) ?? "",
			/^lb: its cluster has no other director/,
		);
	});

	test("link-cut: the device that has its address, or the one that is declared", () => {
		assert.match(
			script("director", "link-cut", stage(lb)).begin,
			/address show to 172\.18\.0\.65\/32/,
		);
		const named = { ...lb, desired: { ...lb.desired, device: "bond0" } };
		assert.match(
			script("director", "link-cut", stage(named)).begin,
			/^device=bond0\n[\s\S]* ip link set "\$device" down$/,
		);
	});

	test("link-cut: routes by the link that the kernel drops come back with it, however often it is taken back", () => {
		const folder = mkdtempSync(join(tmpdir(), "lvs-"));
		const named = { ...lb, desired: { ...lb.desired, device: "eth1" } };
		const { begin, end } = script("director", "link-cut", stage(named));
		const ip = `ip() { case "$*" in
"-4 route show table all dev eth1") printf '%s\\n' 'default via 172.18.0.1 ' '172.18.0.0/24 proto kernel scope link src 172.18.0.65 ' '10.0.0.0/8 via 172.18.0.2 proto static metric 9 linkdown ' 'default via 172.18.0.3 table 100 ' 'local 172.18.0.65 table local proto kernel scope host src 172.18.0.65 ' ;;
*) echo "ip $*" ;;
esac; }
`;
		const run = (text: string) => {
			const { status, stdout, stderr } = spawnSync(
				"sh",
				["-c", ip + text.replaceAll("/run/", `${folder}/`)],
				{ encoding: "utf8" },
			);
			assert.deepEqual([status, stderr], [0, ""]);
			return stdout.split("\n").slice(0, -1);
		};
		assert.deepEqual(run(begin), ["ip link set eth1 down"]);
		assert.deepEqual(run(end), [
			"ip link set eth1 up",
			"ip -4 route replace default via 172.18.0.1 dev eth1",
			"ip -4 route replace 10.0.0.0/8 via 172.18.0.2 proto static metric 9 dev eth1",
			"ip -4 route replace default via 172.18.0.3 table 100 dev eth1",
		]);
		assert.deepEqual(run(end), ["ip link set eth1 up"]);
		rmSync(folder, { recursive: true });
	});
});
