import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { describe, render } from "../../../../src/host/kinds/actions.ts";
import { sysctls } from "../../../../src/host/kinds/sysctls.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
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
