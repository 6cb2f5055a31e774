import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { here } from "../../../../src/host/here.ts";
import { describe, render } from "../../../../src/host/kinds/actions.ts";
import { sysctls } from "../../../../src/host/kinds/sysctls.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { parseTable } from "../../../../src/ipvs/parse-rule.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import {
	parseLinkSysctl,
	parseSysctlNeed,
	setOnLinks,
} from "../../../../src/model/link-sysctl.ts";
import { silenceView, silentSysctls } from "../../../../src/render/silence.ts";
import { clean, realServer } from "../change/example.ts";

const look = (
	desired: Desired,
	lines: readonly string[],
	texts: Readonly<Record<string, string>>,
) =>
	sysctls.parse(
		{
			lines,
			texts: new Map(Object.entries(texts)),
			family: "debian",
			owner: "web-real-server",
		},
		desired,
	);

suite("sysctls", () => {
	// sysctl(8): where a dot stands in the name of a device, a slash stands in the key
	const vlan: Desired = {
		...nothing,
		sysctls: { "net.ipv4.conf.eth0/10.rp_filter": "2" },
	};
	const path = "/proc/sys/net/ipv4/conf/eth0.10/rp_filter";

	test("a device with a dot in its name is read and set at its own path", () => {
		assert.deepEqual(sysctls.reads?.(vlan, "web-real-server"), [path]);
		assert.deepEqual(look(vlan, [], { [path]: "1\n" }), {
			"net.ipv4.conf.eth0/10.rp_filter": "1",
		});
		const [key = ""] = Object.keys(vlan.sysctls);
		const step = { kind: "sysctl", key, value: "2", because: "" } as const;
		assert.equal(describe(step), `set ${key} to 2`);
		assert.ok(render(step, "debian").includes(path));
	});

	test("settings in words are read of all links, one with a dot by its key", () => {
		const found = look(
			realServer,
			["all/arp_ignore:0", "eth0.10/arp_ignore:1", "grep: no such line"],
			{},
		);
		assert.deepEqual(found, {
			"net.ipv4.conf.all.arp_ignore": "0",
			"net.ipv4.conf.eth0/10.arp_ignore": "1",
		});
	});

	test("one that its module brings is noted as the kernel then has it", () => {
		const observed = { ...clean(nothing), sysctls: {} };
		const found = (key: string) =>
			sysctls.noted.found(key, {
				owner: "web-director",
				desired: nothing,
				observed,
			});
		assert.notEqual(found("net.ipv4.vs.expire_nodest_conn"), "");
		assert.equal(found("net.ipv4.conf.eth9.rp_filter"), "");
	});

	test("one that nobody knew before us does not go back, and one that went with its module neither", () => {
		const back = sysctls.giveBack(
			{ "a.unknown": "", "a.gone": "0", "a.dropped": "0", "a.same": "0" },
			{
				owner: "web-director",
				desired: { ...nothing, sysctls: { "a.gone": "1", "a.same": "1" } },
				observed: { ...clean(nothing), sysctls: { "a.same": "0" } },
			},
		);
		assert.deepEqual(Object.values(back).flat().map(describe), [
			// it was not looked at
			"set a.dropped to 0",
		]);
	});
});

suite("a sysctl of ours", () => {
	const ignore = "net.ipv4.conf.eth1.arp_ignore";
	const conntrack = "net.ipv4.vs.conntrack";
	const good = clean(realServer);
	const wanted = here(realServer, good);
	const on = (address: string, device: string) => ({
		...good.addresses,
		list: [...good.addresses.list, { address, device }],
	});
	const balancer: Desired = { ...nothing, sysctls: { [conntrack]: "1" } };
	const table = (service: string) => parseTable({ [service]: "-s rr" });
	/** What is declared, what it was before us and is now, what else there is; why it stays, undefined where it goes back. */
	const cases: readonly (readonly [
		string,
		Desired,
		string,
		string,
		string,
		Partial<Observed>,
		RegExp | undefined,
	])[] = [
		[
			"with our VIP alone on lo",
			wanted,
			ignore,
			"0",
			"1",
			{ addresses: on("172.18.0.70/32", "lo") },
			undefined,
		],
		[
			"with a loopback address",
			wanted,
			ignore,
			"0",
			"1",
			{ addresses: on("127.0.0.53/8", "lo") },
			undefined,
		],
		[
			"with an address of others on lo",
			wanted,
			ignore,
			"0",
			"1",
			{ addresses: on("172.18.0.99/32", "lo") },
			/must not learn 172\.18\.0\.99\/32 on lo/,
		],
		[
			"with an address of others on a dummy device",
			wanted,
			ignore,
			"0",
			"1",
			{ addresses: on("172.18.0.99/32", "dummy0") },
			/on dummy0/,
		],
		[
			"with an address of others on a link",
			wanted,
			ignore,
			"0",
			"1",
			{ addresses: on("172.18.0.99/24", "eth1") },
			undefined,
		],
		[
			"set to a stricter value since",
			wanted,
			ignore,
			"0",
			"2",
			{},
			/somebody has set it to 2 since/,
		],
		[
			"as it was found",
			wanted,
			ignore,
			"2",
			"2",
			{ addresses: on("172.18.0.99/32", "lo") },
			undefined,
		],
		[
			"rp_filter that was set off since",
			wanted,
			"net.ipv4.conf.eth1.rp_filter",
			"1",
			"0",
			{},
			/set it to 0 since/,
		],
		[
			"rp_filter as we set it",
			wanted,
			"net.ipv4.conf.eth1.rp_filter",
			"1",
			"2",
			{ addresses: on("172.18.0.99/32", "lo") },
			undefined,
		],
		[
			"of IPVS beside a service of others",
			balancer,
			conntrack,
			"0",
			"1",
			{ ipvs: table("-t 172.18.0.99:80") },
			/not ours \(-t 172\.18\.0\.99:80\)/,
		],
		[
			"of IPVS beside the list of our checks",
			balancer,
			conntrack,
			"0",
			"1",
			{ ipvs: table("-f 7") },
			undefined,
		],
		[
			"of IPVS with our services alone",
			balancer,
			conntrack,
			"0",
			"1",
			{
				ipvs: table("-t 172.18.0.70:80"),
				record: { ipvs: ["-t 172.18.0.70:80"] } as never,
			},
			undefined,
		],
	];
	for (const [which, desired, key, was, is, more, why] of cases)
		test(`${which} ${why === undefined ? "goes back" : "stays, and destroy says why"}`, () => {
			const observed: Observed = {
				...good,
				...more,
				sysctls: { ...good.sysctls, [key]: is },
			};
			const found = { [key]: was };
			const back = sysctls.giveBack(found, {
				owner: "web-real-server",
				desired,
				observed,
			});
			assert.deepEqual(
				Object.values(back).flat().map(describe),
				why === undefined && is !== was ? [`set ${key} to ${was}`] : [],
			);
			const [said, ...others] = sysctls.left?.(found, observed, desired) ?? [];
			assert.deepEqual(others, []);
			if (why === undefined) assert.equal(said, undefined);
			else {
				assert.match(said ?? "", why);
				assert.match(said ?? "", new RegExp(`sysctl -w ${key}=${was}$`));
			}
		});

	test("of links is set by the script to the value that a removal takes for ours", () => {
		for (const { name, set } of silenceView())
			assert.equal(setOnLinks[name], set);
		for (const [key, value] of Object.entries(silentSysctls())) {
			const need = parseSysctlNeed(value);
			const setting = parseLinkSysctl(key)?.setting;
			assert.ok(setting !== undefined && typeof need === "object");
			assert.equal(setOnLinks[setting], need.oneOf[0]);
		}
	});
});
