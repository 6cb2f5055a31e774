import assert from "node:assert/strict";
import { rmSync, symlinkSync } from "node:fs";
import { suite, test } from "node:test";
import { arpKeys, FakeKernel, shells } from "./fake-kernel.ts";
import { script } from "./rendered.ts";

const setkernel = script("real-server", "setkernel");
const anotherVip = setkernel.replaceAll("172.18.0.70", "172.18.0.71");
const start = { addresses: ["lo 127.0.0.1/8", "eth1 172.18.0.67/24"] };

for (const shell of shells)
	suite(`setkernel, run by ${shell[0]}`, () => {
		test("start is quiet before it takes the VIP", () => {
			using kernel = new FakeKernel(shell, start);
			const { exit, stderr } = kernel.run(setkernel, "start");
			assert.deepEqual([exit, stderr], [0, ""]);
			assert.deepEqual(kernel.read("log"), [
				"ip address add 172.18.0.70/32 dev lo label lo:0 while arp 1 2 1 2",
			]);
			assert.deepEqual(kernel.arp(), ["1", "2", "1", "2"]);
		});

		test("stop gives the VIP up before it is loud again, and returns to what was found", () => {
			using kernel = new FakeKernel(shell, start);
			kernel.write("conf/all/arp_announce", ["1"]);
			kernel.run(setkernel, "start");
			kernel.run(setkernel, "start");
			assert.equal(kernel.run(setkernel, "stop").exit, 0);
			assert.equal(
				kernel.read("log").at(-1),
				"ip address del 172.18.0.70/32 dev lo while arp 1 2 1 2",
			);
			assert.deepEqual(kernel.arp(), ["0", "1", "0", "0"]);
			assert.deepEqual(kernel.read("addresses"), start.addresses);
		});

		test("a second start and a second stop do nothing", () => {
			using kernel = new FakeKernel(shell, start);
			for (const verb of ["start", "start", "stop", "stop"])
				assert.deepEqual(kernel.run(setkernel, verb), {
					exit: 0,
					stdout: "",
					stderr: "",
				});
			assert.equal(kernel.read("log").length, 2);
		});

		test("start repairs arp settings that someone undid, and still returns to the first ones", () => {
			using kernel = new FakeKernel(shell, start);
			kernel.run(setkernel, "start");
			kernel.write("conf/all/arp_ignore", ["8"]);
			assert.equal(kernel.run(setkernel, "start").exit, 0);
			assert.deepEqual(kernel.arp(), ["1", "2", "1", "2"]);
			assert.equal(kernel.read("log").length, 1, "the VIP stayed");
			kernel.run(setkernel, "stop");
			assert.deepEqual(kernel.arp(), ["0", "0", "0", "0"]);
		});

		test("a machine that is in two clusters stays quiet until it has left both", () => {
			using kernel = new FakeKernel(shell, start);
			kernel.run(setkernel, "start");
			kernel.run(anotherVip, "start");
			kernel.run(setkernel, "stop");
			assert.deepEqual(kernel.arp(), ["1", "2", "1", "2"]);
			assert.equal(kernel.run(anotherVip, "status").exit, 0);
			kernel.run(anotherVip, "stop");
			assert.deepEqual(kernel.arp(), ["0", "0", "0", "0"]);
		});

		test("start refuses where the VIP is on a link, and changes nothing", () => {
			const addresses = [...start.addresses, "eth1 172.18.0.70/24"];
			using kernel = new FakeKernel(shell, { addresses });
			const { exit, stderr } = kernel.run(setkernel, "start");
			assert.equal(exit, 1);
			assert.equal(
				stderr,
				"setkernel: 172.18.0.70 is on eth1 where clients would learn it from this machine; remove it there first\n",
			);
			assert.deepEqual(kernel.read("log"), []);
			assert.deepEqual(kernel.arp(), ["0", "0", "0", "0"]);
		});

		test("start does not take the VIP where the kernel stays loud", () => {
			using kernel = new FakeKernel(shell, start);
			const [, , loud = ""] = arpKeys;
			rmSync(kernel.path(`conf/${loud}`));
			symlinkSync("/dev/null", kernel.path(`conf/${loud}`));
			const { exit, stderr } = kernel.run(setkernel, "start");
			assert.equal(exit, 1);
			assert.match(stderr, /172\.18\.0\.70 is not added/);
			assert.deepEqual(kernel.read("addresses"), start.addresses);
		});

		test("status says what is there, and its exit says whether all is", () => {
			using kernel = new FakeKernel(shell, start);
			const status = () => {
				const { exit, stdout } = kernel.run(setkernel, "status");
				return [exit, stdout];
			};
			assert.deepEqual(status(), [1, "vip 172.18.0.70: missing, arp: loud\n"]);
			kernel.run(setkernel, "start");
			assert.deepEqual(status(), [0, "vip 172.18.0.70: held, arp: quiet\n"]);
			kernel.write("conf/lo/arp_ignore", ["0"]);
			assert.deepEqual(status(), [1, "vip 172.18.0.70: held, arp: loud\n"]);
		});

		test("anything else is wrong use", () => {
			using kernel = new FakeKernel(shell, start);
			for (const words of [[], ["restart"]])
				assert.equal(kernel.run(setkernel, ...words).exit, 2);
		});
	});
