import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { suite, test } from "node:test";
import { localise } from "../../../src/host/kinds/localise.ts";
import { programDirectory } from "../../../src/model/program-directory.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { everything } from "../host/change/example.ts";
import { FakeKernel, ourLines, shells } from "./fake-kernel.ts";

const [lb] = everything.directors;
if (lb === undefined) throw new Error("no director");
const desired = localise(renderDirector(everything, lb), "debian");
const text = (path: string) => desired.files[path]?.content ?? "";
const director = text(`${programDirectory("all")}/director`);
const rules = text("/etc/ipvsadm.rules").split("\n").slice(0, -1);

/** The director of a cluster with all that a director can have, after its start. */
function started(
	shell: (typeof shells)[number],
	ofOthers: readonly string[] = [],
): FakeKernel {
	const kernel = new FakeKernel(shell, {
		addresses: ["lo 127.0.0.1/8", "eth1 172.18.0.66/24"],
		rules: [...ofOthers, ...ourLines(rules, "all")],
		table: [],
	});
	for (const key of Object.keys(desired.sysctls)) {
		const path = `sys/${key.replaceAll(".", "/")}`;
		mkdirSync(dirname(kernel.path(path)), { recursive: true });
		kernel.write(path, ["0"]);
	}
	mkdirSync(kernel.path("sys/net/ipv4/conf/eth1"), { recursive: true });
	kernel.write("sys/net/ipv4/conf/eth1/forwarding", ["0"]);
	kernel.write("timeouts", ["900 120 300"]);
	mkdirSync(kernel.path("lib/all"), { recursive: true });
	kernel.write(
		"lib/all/nftables",
		text(`${programDirectory("all")}/nftables`)
			.split("\n")
			.slice(0, -1),
	);
	assert.deepEqual(kernel.run(director, "start"), {
		exit: 0,
		stdout: "",
		stderr: "",
	});
	kernel.write("timeouts", ["600 120 300"]);
	return kernel;
}

/** What something else takes away, the line of `status` that tells it, and whether `heal` puts it back. */
const losses: readonly (readonly [
	string,
	(kernel: FakeKernel) => void,
	RegExp,
	"put back" | "left",
])[] = [
	[
		"the VIP",
		(kernel) => kernel.write("addresses", ["eth1 172.18.0.66/24"]),
		/^vip 172\.18\.0\.71: missing$/m,
		"put back",
	],
	[
		"ip_forward",
		(kernel) => kernel.write("sys/net/ipv4/ip_forward", ["0"]),
		/^net\/ipv4\/ip_forward: 0, not 1$/m,
		"put back",
	],
	[
		"forwarding of the link of the real servers",
		(kernel) => kernel.write("sys/net/ipv4/conf/eth1/forwarding", ["0"]),
		/^net\/ipv4\/conf\/eth1\/forwarding: 0, not 1$/m,
		"put back",
	],
	[
		"a source check that is not strict",
		(kernel) => kernel.write("conf/eth1/rp_filter", ["1"]),
		/^source check of eth1: strict, rp_filter 1$/m,
		"put back",
	],
	[
		"the same, of all links",
		(kernel) => kernel.write("conf/all/rp_filter", ["1"]),
		/^source check of eth1: strict, rp_filter 1$/m,
		"put back",
	],
	[
		"the packet filter",
		(kernel) => kernel.write("nft", []),
		/^nftables lvs-all: missing or changed$/m,
		"put back",
	],
	[
		"one rule of the packet filter",
		(kernel) =>
			kernel.write(
				"nft",
				kernel.read("nft").filter((line) => !line.includes("masquerade")),
			),
		/^nftables lvs-all: missing or changed$/m,
		"put back",
	],
	[
		"a service",
		(kernel) =>
			kernel.write(
				"ip_vs",
				kernel.read("ip_vs").filter((line) => !line.includes("-f 7")),
			),
		/^-A -f 7 .*: missing$/m,
		"put back",
	],
	[
		"a timeout that somebody set",
		(kernel) => kernel.write("timeouts", ["901 120 300"]),
		/^timeouts: others than 600 0 0$/m,
		"left",
	],
	[
		"a weight that somebody set",
		(kernel) =>
			kernel.write(
				"ip_vs",
				kernel.read("ip_vs").map((line) => line.replace(/-w 1/, "-w 9")),
			),
		/^-a .*: differs$/m,
		"left",
	],
];

for (const shell of shells)
	suite(`status and heal of all that start brings about, run by ${shell[0]}`, () => {
		test("after start all is there", () => {
			using kernel = started(shell);
			const { exit, stdout, stderr } = kernel.run(director, "status");
			assert.deepEqual([exit, stderr], [0, ""], stdout);
			for (const key of Object.keys(desired.sysctls))
				assert.match(
					stdout,
					key.includes("<link>")
						? /^source check of eth1: not strict$/m
						: new RegExp(
								`^${key.replaceAll(".", "/").replace("<link of the address>", "eth1")}: 1$`,
								"m",
							),
				);
		});

		test("old rules of a mark of ours, outside our lines, do not count", () => {
			using kernel = started(shell, [
				"-A -f 7 -s rr",
				"-a -f 7 -r 172.18.0.69:0 -m -w 1",
			]);
			assert.equal(kernel.run(director, "status").exit, 0);
			assert.ok(!kernel.read("log").join().includes("172.18.0.69"));
		});

		test("a strict source check of its link is eased, that of another link and of all links stays", () => {
			using kernel = started(shell);
			for (const device of ["all", "eth1", "eth2"])
				kernel.write(`conf/${device}/rp_filter`, ["1"]);
			assert.equal(kernel.run(director, "start").exit, 0);
			assert.deepEqual(
				["all", "eth1", "eth2"].map(
					(device) => kernel.read(`conf/${device}/rp_filter`)[0],
				),
				["1", "2", "1"],
			);
		});

		for (const [name, lose, told, then] of losses)
			test(`${name}: told by status, ${then} by heal`, () => {
				using kernel = started(shell);
				lose(kernel);
				const { exit, stdout } = kernel.run(director, "status");
				assert.equal(exit, 1, stdout);
				assert.match(stdout, told);
				const healed = kernel.run(director, "heal");
				assert.deepEqual([healed.exit, healed.stderr], [0, ""]);
				const after = kernel.run(director, "status");
				assert.equal(after.exit, then === "put back" ? 0 : 1, after.stdout);
			});
	});
