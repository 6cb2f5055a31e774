import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { calledIpvsadm } from "../../../../src/import/script/called-ipvsadm.ts";

suite("a call of ipvsadm", () => {
	for (const [command, place] of [
		["ipvsadm -C", ""],
		["/sbin/ipvsadm -C", ""],
		// a line for ipvsadm -R
		["-C", ""],
		["sudo -n -u root ipvsadm -C", ""],
		["env PATH=/sbin LC_ALL=C nice -n 5 ipvsadm -C", ""],
		["ip netns exec lb ipvsadm -C", "ip netns exec lb"],
		["sudo ip netns exec lb ipvsadm -C", "ip netns exec lb"],
		["nsenter -t 42 -n ipvsadm -C", "nsenter -t 42 -n"],
		["docker exec -it -u root lb ipvsadm -C", "docker exec -it -u root lb"],
		[
			"/usr/bin/ssh -p 22 -i key root@lb sudo ipvsadm -C",
			"/usr/bin/ssh -p 22 -i key root@lb",
		],
	] as const)
		test(command, () => {
			assert.deepEqual(calledIpvsadm(command.split(" ")), {
				words: ["-C"],
				place,
			});
		});

	for (const command of [
		"echo ipvsadm",
		"which ipvsadm",
		"ipvsadm-save -n",
		"modprobe ip_vs",
	])
		test(`none: ${command}`, () => {
			assert.equal(calledIpvsadm(command.split(" ")), undefined);
		});

	test("by a program that nobody knows is told, not guessed", () => {
		assert.equal(
			calledIpvsadm("frob --fast ipvsadm -C".split(" ")),
			'what "frob --fast" does before ipvsadm is not known; write the rule without it',
		);
		// a name that every object has is no launcher
		assert.match(
			String(calledIpvsadm("constructor ipvsadm -C".split(" "))),
			/is not known/,
		);
	});
});
