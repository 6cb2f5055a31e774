import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import type { ModuleState } from "../../../../src/host/found-state.ts";
import { modules } from "../../../../src/host/kinds/modules.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { clean } from "../change/example.ts";

const desired: Desired = {
	...nothing,
	modules: { ip_vs: "loaded", ip_vs_mh: "loaded" },
};
const look = (...lines: string[]) =>
	modules.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		desired,
	);
const host = (found: Readonly<Record<string, ModuleState>>): Observed => ({
	...clean(desired),
	modules: found,
});
const situation = (observed: Observed) => ({
	owner: "web-director",
	desired,
	observed,
});

suite("modules", () => {
	test("what comes along with ip_vs is looked at too, and only what we want can be missing", () => {
		const found = look(
			"loaded nf_conntrack",
			"available ip_vs",
			"missing ip_vs_mh",
		);
		assert.equal(found.ip_vs, "available");
		assert.equal(found.ip_vs_mh, "missing");
		assert.equal(found.nf_conntrack, "loaded");
		assert.equal(found.nft_ct, "available");
	});

	test("where a scheduler is missing, those that there are are told", () => {
		const found = look(
			"loaded ip_vs",
			"missing ip_vs_mh",
			"available ip_vs_rr",
			"available ip_vs_wrr",
		);
		assert.equal(found.ip_vs_rr, "available");
		assert.equal(found.ip_vs_wrr, "available");
	});

	test("those that came along are noted, though nobody declares them", () => {
		const { noted } = modules;
		const observed = host({ ip_vs: "available", nf_conntrack: "loaded" });
		assert.deepEqual(noted.things?.(situation(observed)), [
			"ip_vs",
			"nf_conntrack",
		]);
		assert.equal(noted.found("ip_vs", situation(observed)), "unloaded");
		assert.equal(noted.found("nf_conntrack", situation(observed)), "loaded");
	});

	test("go back the last first; what was loaded before us, or is not loaded, stays", () => {
		const { unload } = modules.giveBack(
			{
				nf_conntrack: "loaded",
				ip_vs: "unloaded",
				ip_vs_mh: "unloaded",
				ip_vs_sh: "unloaded",
				nft_ct: "unloaded",
			},
			// ip_vs_sh is of an earlier declaration, and was not looked at
			situation(
				host({
					nf_conntrack: "loaded",
					ip_vs: "loaded",
					ip_vs_mh: "loaded",
					nft_ct: "available",
				}),
			),
		);
		assert.deepEqual(
			unload?.map((step) => step.kind === "unload" && step.modules),
			[["ip_vs_sh", "ip_vs_mh", "ip_vs"]],
		);
	});

	test("one that stays loaded is told", () => {
		assert.deepEqual(
			modules.left?.(
				{ ip_vs: "unloaded", nf_conntrack: "loaded", nft_ct: "unloaded" },
				host({ ip_vs: "loaded", nf_conntrack: "loaded", nft_ct: "available" }),
				nothing,
			),
			["kernel module ip_vs: still in use"],
		);
	});
});

suite("a module that is not loaded", () => {
	/** What a look at these modules says on a host whose modprobe prints `plan` and which has these files. */
	function said(
		plan: string,
		files: Readonly<Record<string, string>>,
	): Readonly<Record<string, ModuleState>> {
		const folder = mkdtempSync(join(tmpdir(), "lvs-"));
		mkdirSync(join(folder, "bin"));
		writeFileSync(join(folder, "bin/uname"), "#!/bin/sh\necho 6.1.0\n", {
			mode: 0o755,
		});
		writeFileSync(join(folder, "bin/modprobe"), `#!/bin/sh\n${plan}\n`, {
			mode: 0o755,
		});
		for (const [path, text] of Object.entries(files)) {
			mkdirSync(join(folder, path, ".."), { recursive: true });
			writeFileSync(join(folder, path), text);
		}
		const script = (modules.probe?.(desired, "debian", "") ?? "").replaceAll(
			/(?<=[ ="<])\/(lib|sys|proc)(?=\/)/g,
			`${folder}/$1`,
		);
		const printed = execFileSync("sh", ["-c", script], {
			encoding: "utf8",
			env: { PATH: `${folder}/bin:${process.env.PATH}` },
		});
		return look(...printed.trim().split("\n"));
	}
	const onDisk = { "lib/modules/6.1.0/modules.builtin": "" };
	const insmod = 'echo "insmod /lib/modules/6.1.0/$3.ko"';
	const locked = { "proc/sys/kernel/modules_disabled": "1\n" };

	for (const [what, plan, files, state] of [
		["can be loaded", insmod, onDisk, "available"],
		["is not of this kernel", "exit 1", onDisk, "missing"],
		[
			"is part of the kernel itself, without a folder in /sys",
			"exit 1",
			{
				"lib/modules/6.1.0/modules.builtin":
					"kernel/net/netfilter/ipvs/ip_vs.ko\nkernel/net/netfilter/ipvs/ip_vs_mh.ko\n",
			},
			"loaded",
		],
		["is gone since an update of the kernel", "exit 1", {}, "gone"],
		["lies elsewhere, where modprobe finds it", insmod, {}, "available"],
		[
			"is kept out by the configuration of modprobe",
			'echo "install /bin/false"',
			onDisk,
			"forbidden",
		],
		[
			"comes too late for a kernel that takes no more",
			insmod,
			{ ...onDisk, ...locked },
			"locked",
		],
	] as const)
		test(what, () => {
			const found = said(plan, files);
			assert.equal(found.ip_vs, state);
			assert.equal(found.ip_vs_mh, state);
		});
});
