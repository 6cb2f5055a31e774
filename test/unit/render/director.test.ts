import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { familyNames } from "../../../src/model/family.ts";
import { FakeKernel, ourLines, shells } from "./fake-kernel.ts";
import { script } from "./rendered.ts";

const director = script("director", "director");
const wanted = [
	"-A -t 172.18.0.70:80 -s wrr",
	"-a -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 2",
	"-a -t 172.18.0.70:80 -r 172.18.0.68:80 -g -w 3",
];
const foreign = [
	"-A -t 172.18.0.66:8443 -s rr",
	"-a -t 172.18.0.66:8443 -r 172.18.0.67:8443 -g -w 1",
];
/** Of a day before the declaration: what ipvsadm's own unit kept. */
const old = [
	"-A -t 172.18.0.70:80 -s rr",
	"-a -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 1",
];
/** As ipvsadm-save writes rules without -n, and as the table has them. */
const named = [
	"-A -t lb.example.com:https -s rr",
	"-a -t lb.example.com:https -r rs1.example.com:https -g -w 1",
];
const numbered = [
	"-A -t 203.0.113.9:443 -s rr",
	"-a -t 203.0.113.9:443 -r 172.18.0.67:443 -g -w 1",
];
const names = [
	"s/lb.example.com/203.0.113.9/; s/rs1.example.com/172.18.0.67/; s/:https/:443/g; s/:http/:80/g",
];
const addresses = ["lo 127.0.0.1/8", "eth1 172.18.0.66/24"];
const rules = ourLines(wanted);
const vip = "eth1 172.18.0.70/32";
const took = "ip address add 172.18.0.70/32 dev eth1 while arp 0 0 0 0";

for (const shell of shells)
	suite(`director, run by ${shell[0]}`, () => {
		test("start fills an empty table, then takes the VIP on the device that has the declared address", () => {
			using kernel = new FakeKernel(shell, { addresses, rules, table: [] });
			const { exit, stderr } = kernel.run(director, "start");
			assert.deepEqual([exit, stderr], [0, ""]);
			assert.deepEqual(kernel.read("log"), [
				...wanted.map((rule) => `ipvsadm ${rule}`),
				took,
			]);
			assert.deepEqual(kernel.read("loaded"), [
				kernel.path("lib/web/nftables"),
			]);
			assert.deepEqual(kernel.read("ip_vs"), wanted);
			assert.deepEqual(kernel.read("addresses"), [...addresses, vip]);
		});

		test("whoever takes the VIP as the only director is not out any more, also when another one joins later", () => {
			for (const verb of ["start", "heal"]) {
				using kernel = new FakeKernel(shell, { addresses, rules, table: [] });
				kernel.write("kept/web-director/out", ["1"]);
				kernel.write("kept/web-director/drilled", ["a boot"]);
				const { exit, stderr } = kernel.run(director, verb);
				assert.deepEqual([exit, stderr], [0, ""]);
				assert.deepEqual(kernel.read("addresses"), [...addresses, vip]);
				for (const note of ["out", "drilled"])
					assert.ok(!existsSync(kernel.path(`kept/web-director/${note}`)));
			}
		});

		test("where the disk takes no change it has the VIP all the same", () => {
			using kernel = new FakeKernel(shell, { addresses, rules, table: [] });
			kernel.write("kept/web-director/out", ["1"]);
			kernel.program("bin/rm", "#!/bin/sh", "exit 1");
			assert.equal(kernel.run(director, "start").exit, 0);
			assert.deepEqual(kernel.read("addresses"), [...addresses, vip]);
		});

		test("start announces the VIP, and only where it was not there", async () => {
			using kernel = new FakeKernel(shell, { addresses, rules, table: [] });
			kernel.run(director, "start");
			const until = Date.now() + 5000;
			// it is not waited for by the script
			while (!existsSync(kernel.path("arping")) && Date.now() < until)
				await sleep(10);
			assert.deepEqual(kernel.read("arping"), [
				"arping -q -U -c 1 -I eth1 172.18.0.70",
			]);
		});

		test("start loads the module where it is not loaded", () => {
			using kernel = new FakeKernel(shell, { addresses, rules });
			assert.equal(kernel.run(director, "start").exit, 0);
			assert.equal(kernel.read("log")[0], "modprobe ip_vs");
			assert.deepEqual(kernel.read("ip_vs"), wanted);
		});

		test("a second start does nothing", () => {
			using kernel = new FakeKernel(shell, {
				addresses: [...addresses, vip],
				rules,
				// a trailing blank is how ipvsadm prints a service without more attributes
				table: wanted.map((rule) => `${rule} `),
			});
			assert.equal(kernel.run(director, "start").exit, 0);
			assert.deepEqual(kernel.read("log"), []);
		});

		test("a weight and a scheduler that differ are edited in place", () => {
			using kernel = new FakeKernel(shell, {
				addresses: [...addresses, vip],
				rules,
				table: [
					"-A -t 172.18.0.70:80 -s rr",
					"-a -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 0",
					"-a -t 172.18.0.70:80 -r 172.18.0.68:80 -g -w 3",
				],
			});
			assert.equal(kernel.run(director, "start").exit, 0);
			assert.deepEqual(kernel.read("log"), [
				"ipvsadm -E -t 172.18.0.70:80 -s wrr",
				"ipvsadm -e -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 2",
			]);
			assert.deepEqual(kernel.read("ip_vs"), wanted);
		});

		test("start deletes nothing, neither a real server more of ours nor what others have", () => {
			const more = "-a -t 172.18.0.70:80 -r 172.18.0.69:80 -g -w 1";
			using kernel = new FakeKernel(shell, {
				addresses: [...addresses, vip],
				rules,
				table: [...foreign, ...wanted, more],
			});
			kernel.run(director, "start");
			assert.deepEqual(kernel.read("log"), []);
		});

		test("what others wrote into the rule file is loaded too, and comments are not", () => {
			using kernel = new FakeKernel(shell, {
				addresses: [...addresses, vip],
				rules: ["# ipvsadm.rules", "", ...foreign, ...rules],
				table: wanted,
			});
			assert.equal(kernel.run(director, "start").exit, 0);
			assert.deepEqual(
				kernel.read("log"),
				foreign.map((rule) => `ipvsadm ${rule}`),
			);
		});

		test("an old weight of a real server of ours, outside our lines, does not keep the director from serving after a reboot", () => {
			using kernel = new FakeKernel(shell, {
				addresses,
				rules: [...old, ...rules],
				table: [],
			});
			assert.deepEqual(kernel.run(director, "boot"), {
				exit: 0,
				stdout: "",
				stderr: "",
			});
			assert.deepEqual(kernel.read("ip_vs"), wanted);
			assert.deepEqual(kernel.read("addresses"), [...addresses, vip]);
			assert.equal(kernel.run(director, "status").exit, 0);
		});

		test("a real server that is no longer declared gets no clients by an old line outside ours", () => {
			const more = "-a -t 172.18.0.70:80 -r 172.18.0.69:80 -g -w 1";
			for (const table of [[], wanted.slice(0, 2)])
				for (const word of ["boot", "heal"]) {
					using kernel = new FakeKernel(shell, {
						addresses,
						rules: [...old, more, ...rules, more],
						table,
					});
					kernel.write("kept/web-director/drained", ["172.18.0.69 0"]);
					const { exit, stderr } = kernel.run(director, word);
					assert.deepEqual([exit, stderr], [0, ""]);
					assert.deepEqual(kernel.read("ip_vs"), wanted);
					assert.ok(!kernel.read("log").join().includes("172.18.0.69"));
				}
		});

		test("a rule of others that the kernel refuses is told, and the VIP is taken all the same", () => {
			for (const table of [[], wanted]) {
				using kernel = new FakeKernel(shell, {
					addresses,
					rules: [...foreign, ...rules],
					table,
				});
				kernel.write("refuses", ["172.18.0.66:8443 -r"]);
				assert.deepEqual(kernel.run(director, "start"), {
					exit: 0,
					stdout: "",
					stderr: `Memory allocation problem\ndirector: the kernel did not take:\n${foreign[1]}\n`,
				});
				assert.deepEqual(kernel.read("addresses"), [...addresses, vip]);
				assert.ok(kernel.read("ip_vs").includes(`${foreign[0]}`));
			}
		});

		test("a service of others that is written by its name is in the table already: that is told, and the VIP is taken", () => {
			using kernel = new FakeKernel(shell, {
				addresses,
				rules: [...named, ...rules],
				table: [...numbered, ...wanted],
			});
			kernel.write("names", names);
			assert.deepEqual(kernel.run(director, "start"), {
				exit: 0,
				stdout: "",
				stderr: `director: the kernel did not take what others have in ${kernel.path("rules")}: ${named[0]}: Service already exists\n`,
			});
			assert.deepEqual(kernel.read("ip_vs"), [...numbered, ...wanted]);
			assert.deepEqual(kernel.read("addresses"), [...addresses, vip]);
			const { exit, stdout } = kernel.run(director, "status");
			assert.equal(exit, 0, stdout);
		});

		test("a service of others that is written by its name is loaded at boot, after ours", () => {
			using kernel = new FakeKernel(shell, {
				addresses,
				rules: [...named, ...rules],
				table: [],
			});
			kernel.write("names", names);
			const { exit, stderr } = kernel.run(director, "boot");
			assert.deepEqual([exit, stderr], [0, ""]);
			assert.deepEqual(kernel.read("ip_vs"), [...wanted, ...numbered]);
		});

		test("an old line of a service of ours with the names of its ports does not count either", () => {
			using kernel = new FakeKernel(shell, {
				addresses,
				rules: [
					"-A -t 172.18.0.70:http -s wrr",
					"-a -t 172.18.0.70:http -r 172.18.0.69:http -g -w 1",
					...rules,
				],
				table: [],
			});
			kernel.write("names", names);
			assert.equal(kernel.run(director, "boot").exit, 0);
			assert.deepEqual(kernel.read("ip_vs"), wanted);
		});

		test("a name that nobody knows ends ipvsadm, and our services are there by then", () => {
			using kernel = new FakeKernel(shell, {
				addresses,
				rules: [...named, ...rules, ...foreign],
				table: [],
			});
			assert.equal(kernel.run(director, "boot").exit, 0);
			assert.deepEqual(kernel.read("ip_vs"), [...wanted, ...foreign]);
			assert.deepEqual(kernel.read("addresses"), [...addresses, vip]);
		});

		test("a rule that the kernel did not take is an error that names it, and the VIP is not taken", () => {
			using kernel = new FakeKernel(shell, { addresses, rules, table: [] });
			// the one in the middle: of that ipvsadm -R says nothing
			kernel.write("refuses", ["172.18.0.67"]);
			const { exit, stderr } = kernel.run(director, "start");
			assert.equal(exit, 1);
			assert.equal(
				stderr,
				`Memory allocation problem\ndirector: the kernel did not take:\n${wanted[1]}\n`,
			);
			assert.deepEqual(kernel.read("addresses"), addresses);
		});

		test("boot without its own address puts all but the VIP in place and leaves its unit active, whose watch takes the VIP when the address comes", () => {
			const none = ["lo 127.0.0.1/8"];
			using kernel = new FakeKernel(shell, { addresses: none, rules });
			kernel.program("bin/sleep", "#!/bin/sh", 'echo >>"$ROOT/slept"');
			assert.deepEqual(kernel.run(director, "boot"), {
				exit: 0,
				stdout: "",
				stderr:
					"director: no device has 172.18.0.66 yet; lvs-web-director-watch.service goes on as soon as it is there\n",
			});
			assert.equal(kernel.read("slept").length, 300);
			assert.deepEqual(kernel.read("ip_vs"), wanted);
			assert.deepEqual(kernel.read("addresses"), none);
			assert.equal(kernel.run(director, "heal").exit, 1);
			kernel.write("addresses", addresses);
			assert.equal(kernel.run(director, "heal").exit, 0);
			assert.equal(kernel.run(director, "status").exit, 0);
			assert.deepEqual(kernel.read("addresses"), [...addresses, vip]);
		});

		test("boot waits for an address that comes in time, and nobody who looks waits for it", () => {
			using kernel = new FakeKernel(shell, {
				addresses: ["lo 127.0.0.1/8"],
				rules,
			});
			kernel.program(
				"bin/sleep",
				"#!/bin/sh",
				'flock -n "$ROOT/run/web-director/lock" true || echo >>"$ROOT/held"',
				'echo "eth1 172.18.0.66/24" >>"$ROOT/addresses"',
			);
			mkdirSync(kernel.path("run/web-director"), { recursive: true });
			const { exit, stderr } = kernel.run(director, "boot");
			assert.deepEqual([exit, stderr], [0, ""]);
			assert.deepEqual(kernel.read("addresses"), [...addresses, vip]);
			assert.equal(existsSync(kernel.path("held")), false);
		});

		test("start on a machine without the declared address touches nothing", () => {
			using kernel = new FakeKernel(shell, {
				addresses: ["lo 127.0.0.1/8", "eth1 172.18.0.99/24"],
				rules,
				table: [],
			});
			const { exit, stderr } = kernel.run(director, "start");
			assert.deepEqual(
				[exit, stderr],
				[1, "director: no device has 172.18.0.66\n"],
			);
			assert.deepEqual(kernel.read("log"), []);
		});

		test("stop gives the VIP up, then removes our services alone", () => {
			using kernel = new FakeKernel(shell, {
				addresses: [...addresses, vip],
				rules,
				table: [...foreign, ...wanted],
			});
			assert.equal(kernel.run(director, "stop").exit, 0);
			assert.deepEqual(kernel.read("log"), [
				"ip address del 172.18.0.70/32 dev eth1 while arp 0 0 0 0",
				"ipvsadm -D -t 172.18.0.70:80",
			]);
			assert.deepEqual(kernel.read("ip_vs"), foreign);
			kernel.run(director, "stop");
			assert.equal(kernel.read("log").length, 2, "a second stop does nothing");
		});

		test("stop where ip_vs is not loaded loads nothing", () => {
			using kernel = new FakeKernel(shell, { addresses, rules });
			assert.equal(kernel.run(director, "stop").exit, 0);
			assert.deepEqual(kernel.read("log"), []);
		});

		test("status names what differs, and its exit says whether all is there", () => {
			using kernel = new FakeKernel(shell, {
				addresses,
				rules,
				table: wanted.slice(0, 2),
			});
			const { exit, stdout } = kernel.run(director, "status");
			assert.deepEqual(
				[exit, stdout],
				[
					1,
					`vip 172.18.0.70: missing\n${wanted[2]}: missing\nsource check of eth1: not strict\nnftables lvs-web: missing or changed\n`,
				],
			);
			kernel.run(director, "start");
			const after = kernel.run(director, "status");
			assert.deepEqual(
				[after.exit, after.stdout],
				[
					0,
					"vip 172.18.0.70: held\nsource check of eth1: not strict\nnftables lvs-web: as written\n",
				],
			);
		});

		test("heal puts back what is lost, and the VIP", () => {
			using kernel = new FakeKernel(shell, {
				addresses,
				rules,
				table: wanted.slice(0, 2),
			});
			assert.deepEqual(kernel.run(director, "heal"), {
				exit: 0,
				stdout: "",
				stderr: "",
			});
			assert.deepEqual(kernel.read("log"), [`ipvsadm ${wanted[2]}`, took]);
			kernel.run(director, "heal");
			assert.equal(kernel.read("log").length, 2, "a second heal does nothing");
			assert.equal(
				kernel.read("loaded").length,
				1,
				"nor does it load the table",
			);
		});

		test("heal leaves what somebody set by hand, and what others have in the rule file", () => {
			using kernel = new FakeKernel(shell, {
				addresses: [...addresses, vip],
				rules: [...foreign, ...rules],
				table: [
					"-A -t 172.18.0.70:80 -s rr",
					"-a -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 0",
				],
			});
			assert.equal(kernel.run(director, "heal").exit, 0);
			assert.deepEqual(kernel.read("log"), [`ipvsadm ${wanted[2]}`]);
		});

		test("heal of a cleared table loads our services alone", () => {
			using kernel = new FakeKernel(shell, {
				addresses: [...addresses, vip],
				rules: [...foreign, ...rules],
				table: [],
			});
			assert.equal(kernel.run(director, "heal").exit, 0);
			assert.deepEqual(kernel.read("ip_vs"), wanted);
		});

		test("heal puts back what it can, where the device is gone, and says what it cannot", () => {
			using kernel = new FakeKernel(shell, {
				addresses: ["lo 127.0.0.1/8"],
				rules,
				table: [],
			});
			const { exit, stderr } = kernel.run(director, "heal");
			assert.deepEqual(
				[exit, stderr],
				[1, "director: no device has 172.18.0.66\n"],
			);
			assert.deepEqual(kernel.read("ip_vs"), wanted);
		});

		test("anything else is wrong use", () => {
			using kernel = new FakeKernel(shell, { addresses, rules, table: [] });
			for (const words of [[], ["restart"]])
				assert.equal(kernel.run(director, ...words).exit, 2);
		});
	});

for (const family of familyNames)
	test(`${family}: start reads the rule file at the family's path`, () => {
		using kernel = new FakeKernel(shells[0], { addresses, rules, table: [] });
		const text = script("director", "director", family);
		assert.equal(kernel.run(text, "start").exit, 0);
		assert.deepEqual(kernel.read("ip_vs"), wanted);
	});
