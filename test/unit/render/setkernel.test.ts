import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { suite, test } from "node:test";
import { here } from "../../../src/host/here.ts";
import { clean, realServer } from "../host/change/example.ts";
import { FakeKernel, shells } from "./fake-kernel.ts";
import { script } from "./rendered.ts";

const setkernel = script("real-server", "setkernel");
const anotherVip = setkernel.replaceAll("172.18.0.70", "172.18.0.71");
const start = { addresses: ["lo 127.0.0.1/8", "eth1 172.18.0.67/24"] };

for (const shell of shells)
	suite(`setkernel, run by ${shell[0]}`, () => {
		test("start is quiet on its own link before it takes the VIP, and leaves other links as they are", () => {
			using kernel = new FakeKernel(shell, start);
			const { exit, stderr } = kernel.run(setkernel, "start");
			assert.deepEqual([exit, stderr], [0, ""]);
			assert.deepEqual(kernel.read("log"), [
				"ip address add 172.18.0.70/32 dev lo label lo:0 while arp 1 2 0 0",
			]);
			assert.deepEqual(kernel.arp(), ["1", "2", "0", "0"]);
			assert.deepEqual(kernel.read("conf/all/arp_ignore"), ["0"]);
		});

		test("every link whose network has the VIP is quiet too", () => {
			using kernel = new FakeKernel(shell, {
				...start,
				onLink: ["172.18.0.0/16 dev eth2 proto kernel src 172.18.9.9"],
			});
			kernel.run(setkernel, "start");
			assert.deepEqual(kernel.arp(), ["1", "2", "1", "2"]);
		});

		test("a stricter setting stays", () => {
			using kernel = new FakeKernel(shell, start);
			kernel.write("conf/eth1/arp_ignore", ["2"]);
			assert.equal(kernel.run(setkernel, "start").exit, 0);
			assert.deepEqual(kernel.arp(), ["2", "2", "0", "0"]);
		});

		test("the script takes a setting for good where a look does, and sets what a look wants", () => {
			for (const ignore of ["0", "1", "2", "8"])
				for (const announce of ["0", "1", "2"]) {
					using kernel = new FakeKernel(shell, start);
					kernel.run(setkernel, "start");
					kernel.write("conf/eth1/arp_ignore", [ignore]);
					kernel.write("conf/eth1/arp_announce", [announce]);
					const found = [ignore, announce];
					const wanted = lookWants(ignore, announce);
					const isGood = found.join() === wanted.join();
					assert.equal(
						kernel.run(setkernel, "status").exit,
						isGood ? 0 : 1,
						`${found}`,
					);
					kernel.run(setkernel, "start");
					assert.deepEqual(kernel.arp().slice(0, 2), wanted);
				}
		});

		test("stop gives the VIP up and leaves the settings, which destroy returns", () => {
			using kernel = new FakeKernel(shell, start);
			kernel.run(setkernel, "start");
			kernel.run(setkernel, "start");
			assert.equal(kernel.run(setkernel, "stop").exit, 0);
			assert.equal(
				kernel.read("log").at(-1),
				"ip address del 172.18.0.70/32 dev lo while arp 1 2 0 0",
			);
			assert.deepEqual(kernel.arp(), ["1", "2", "0", "0"]);
			assert.deepEqual(kernel.read("addresses"), start.addresses);
		});

		test("a second start and a second stop do nothing", () => {
			using kernel = new FakeKernel(shell, start);
			for (const verb of ["start", "boot", "start", "stop", "stop"])
				assert.deepEqual(kernel.run(setkernel, verb), {
					exit: 0,
					stdout: "",
					stderr: "",
				});
			assert.equal(kernel.read("log").length, 2);
		});

		test("start repairs arp settings that someone undid, and the VIP stays", () => {
			using kernel = new FakeKernel(shell, start);
			kernel.run(setkernel, "start");
			kernel.write("conf/eth1/arp_ignore", ["8"]);
			assert.equal(kernel.run(setkernel, "start").exit, 0);
			assert.deepEqual(kernel.arp(), ["1", "2", "0", "0"]);
			assert.equal(kernel.read("log").length, 1);
		});

		test("a machine that is in two clusters keeps the other's VIP", () => {
			using kernel = new FakeKernel(shell, start);
			kernel.run(setkernel, "start");
			kernel.run(anotherVip, "start");
			kernel.run(setkernel, "stop");
			assert.equal(kernel.run(anotherVip, "status").exit, 0);
			assert.deepEqual(kernel.arp(), ["1", "2", "0", "0"]);
		});

		test("what an earlier version noted in /run is cleared", () => {
			using kernel = new FakeKernel(shell, start);
			mkdirSync(kernel.path("run/setkernel"), { recursive: true });
			kernel.run(setkernel, "start");
			assert.equal(existsSync(kernel.path("run/setkernel")), false);
		});

		test("a strict source check of the own link is eased, and no other", () => {
			const strictness = (all: string, link: string) => {
				using kernel = new FakeKernel(shell, start);
				kernel.write("conf/all/rp_filter", [all]);
				kernel.write("conf/eth1/rp_filter", [link]);
				kernel.write("conf/eth2/rp_filter", ["1"]);
				kernel.run(setkernel, "start");
				assert.equal(kernel.run(setkernel, "status").exit, 0);
				assert.deepEqual(kernel.read("conf/all/rp_filter"), [all]);
				assert.deepEqual(kernel.read("conf/eth2/rp_filter"), ["1"]);
				return kernel.read("conf/eth1/rp_filter")[0];
			};
			assert.deepEqual(
				[
					strictness("0", "0"),
					strictness("0", "1"),
					strictness("1", "0"),
					strictness("1", "1"),
					strictness("2", "1"),
					strictness("1", "2"),
				],
				["0", "2", "2", "2", "1", "2"],
			);
		});

		test("status sees a strict source check", () => {
			using kernel = new FakeKernel(shell, start);
			kernel.run(setkernel, "start");
			kernel.write("conf/all/rp_filter", ["1"]);
			const { exit, stdout } = kernel.run(setkernel, "status");
			assert.equal(exit, 1);
			assert.match(stdout, /eth1: drops packets .*rp_filter 1/);
		});

		test("without its own address it takes no VIP, and says so", () => {
			using kernel = new FakeKernel(shell, { addresses: ["lo 127.0.0.1/8"] });
			const { exit, stderr } = kernel.run(setkernel, "start");
			assert.deepEqual(
				[exit, stderr],
				[1, "setkernel: no device has 172.18.0.67\n"],
			);
			assert.deepEqual(kernel.read("log"), []);
			assert.equal(kernel.run(setkernel, "status").exit, 1);
		});

		test("boot waits for its own address, and where it comes later still leaves its unit active, whose watch starts it then", () => {
			using kernel = new FakeKernel(shell, { addresses: ["lo 127.0.0.1/8"] });
			kernel.program("bin/sleep", "#!/bin/sh", 'echo >>"$ROOT/slept"');
			assert.deepEqual(kernel.run(setkernel, "boot"), {
				exit: 0,
				stdout: "",
				stderr:
					"setkernel: no device has 172.18.0.67 yet; lvs-web-real-server-watch.service goes on as soon as it is there\n",
			});
			assert.equal(kernel.read("slept").length, 300);
			assert.deepEqual(kernel.read("log"), []);
			kernel.write("addresses", start.addresses);
			assert.equal(kernel.run(setkernel, "boot").exit, 0);
			assert.equal(kernel.run(setkernel, "status").exit, 0);
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
			const loud = kernel.path("conf/eth1/arp_ignore");
			rmSync(loud);
			symlinkSync("/dev/null", loud);
			const { exit, stderr } = kernel.run(setkernel, "start");
			assert.equal(exit, 1);
			assert.match(stderr, /arp settings of eth1; 172\.18\.0\.70 is not added/);
			assert.deepEqual(kernel.read("addresses"), start.addresses);
		});

		test("status says what is there, and its exit says whether all is", () => {
			using kernel = new FakeKernel(shell, start);
			const status = () => {
				const { exit, stdout } = kernel.run(setkernel, "status");
				return [exit, stdout];
			};
			assert.deepEqual(status(), [
				1,
				"vip 172.18.0.70: missing, arp: loud on eth1\n",
			]);
			kernel.run(setkernel, "start");
			assert.deepEqual(status(), [0, "vip 172.18.0.70: held, arp: quiet\n"]);
			kernel.write("conf/eth1/arp_announce", ["0"]);
			assert.deepEqual(status(), [
				1,
				"vip 172.18.0.70: held, arp: loud on eth1\n",
			]);
		});

		test("anything else is wrong use", () => {
			using kernel = new FakeKernel(shell, start);
			for (const words of [[], ["restart"]])
				assert.equal(kernel.run(setkernel, ...words).exit, 2);
		});
	});

/** The values of arp_ignore and arp_announce that a look at eth1 asks for, where it finds these. */
function lookWants(ignore: string, announce: string): string[] {
	const of = (name: string) => `net.ipv4.conf.eth1.${name}`;
	const { sysctls } = here(realServer, {
		...clean(realServer),
		sysctls: { [of("arp_ignore")]: ignore, [of("arp_announce")]: announce },
	});
	return [sysctls[of("arp_ignore")] ?? "", sysctls[of("arp_announce")] ?? ""];
}
