import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import {
	describe,
	functionsOf,
	render,
} from "../../../../src/host/kinds/actions.ts";
import { packages } from "../../../../src/host/kinds/packages.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import type { Family } from "../../../../src/model/family.ts";
import { clean } from "../change/example.ts";

// The package managers are played, by what dpkg-query(1) and rpm(8) say that they print.
const managers: Readonly<Record<Family, readonly [string, string]>> = {
	debian: [
		"dpkg-query",
		`#!/bin/sh
# -W -f FORMAT NAME...
echo installed php-cli
echo config-files php-gd
echo "dpkg-query: no packages found matching php-none" >&2
exit 1
`,
	],
	rhel: [
		"rpm",
		`#!/bin/sh
# -q --qf FORMAT NAME...; without the format it prints NAME-VERSION-RELEASE.ARCHITECTURE
[ "$2 $3" = '--qf %{NAME}\\n' ] && echo php-cli || echo php-cli-8.0.30-1.el9.x86_64
echo "package php-gd is not installed"
echo "package php-none is not installed"
exit 2
`,
	],
};

suite("packages", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-packages-"));
	after(() => rmSync(home, { recursive: true }));
	const desired: Desired = {
		...nothing,
		packages: {
			"php-cli": "installed",
			"php-gd": "installed",
			"php-none": "installed",
		},
	};

	for (const family of ["debian", "rhel"] as const)
		test(`${family}: what is wholly installed is there, and nothing else`, () => {
			const [name, text] = managers[family];
			writeFileSync(join(home, name), text, { mode: 0o755 });
			const { stdout } = spawnSync("sh", [], {
				input: packages.probe?.(desired, family, "web-website"),
				encoding: "utf8",
				env: { PATH: `${home}:${process.env.PATH}` },
			});
			const lines = stdout.split("\n").filter((line) => line !== "");
			assert.deepEqual(
				packages.parse(
					{ lines, texts: new Map(), family, owner: "web-website" },
					desired,
				),
				{ "php-cli": true, "php-gd": false, "php-none": false },
			);
		});

	test("php-fpm comes before what would else bring PHP as a module", () => {
		const wanted: Desired = {
			...nothing,
			// in the order of a state, which sorts
			packages: { php: "installed", "php-fpm": "installed" },
		};
		const installed = (missing: readonly string[]) =>
			packages
				.plan({
					owner: "web-website",
					desired: wanted,
					observed: {
						...clean(wanted),
						packages: Object.fromEntries(
							Object.keys(wanted.packages).map((name) => [
								name,
								!missing.includes(name),
							]),
						),
					},
				})
				.steps?.install?.map(describe);
		assert.deepEqual(installed(["php", "php-fpm"]), [
			"install php-fpm",
			"install php",
		]);
		assert.deepEqual(installed(["php"]), ["install php"]);
	});

	test("what a removal leaves is told, unless it was there before us", () => {
		const host = {
			...clean(desired),
			packages: { "php-cli": true, "php-gd": true, "php-none": false },
		};
		assert.deepEqual(
			packages.left?.(
				{ "php-cli": "installed", "php-gd": "missing", "php-none": "missing" },
				host,
				nothing,
			),
			["package php-gd: others may have come to need it"],
		);
	});
});

test("a configuration file that is there stays, and dpkg asks nobody", () => {
	const script = render(
		{ kind: "install", packages: ["nftables"], because: "not installed" },
		"debian",
	);
	// dpkg(1): the default action, and where there is none, the file that is there
	for (const option of ["confdef", "confold"])
		assert.equal(
			script.split(`-o Dpkg::Options::=--force-${option} `).length,
			// before and after the lists of packages are read anew
			3,
		);
});

test("a package that conflicts with one of ours is not removed, and is named with the way out", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-packages-"));
	// played, in the words of apt 2.6
	writeFileSync(
		join(home, "apt-get"),
		`#!/bin/sh
case " $* " in
*" update "*) exit ;;
*" -s "*)
	echo "Remv arping [2.23-1]"
	echo "Inst iputils-arping (3:20221126-1 Debian:12.0/stable [amd64])"
	exit ;;
esac
printf 'The following packages will be REMOVED:\\n  arping\\n'
case " $* " in
*" --no-remove "*) echo "E: Packages need to be removed but remove is disabled." >&2; exit 100 ;;
esac
`,
		{ mode: 0o755 },
	);
	const { status, stderr } = installs("iputils-arping", home);
	rmSync(home, { recursive: true });
	assert.equal(status, 1);
	assert.match(
		stderr,
		/^arping is in the way, and is not removed for you\. If nobody needs it: apt-get remove arping\n$/m,
	);
});

for (const [lock, words] of [
	["lists", "/var/lib/apt/lists/lock"],
	["archives", "/var/cache/apt/archives/lock"],
] as const)
	test(`another apt that holds the lock of ${lock}, as on a fresh machine, is waited for`, () => {
		const home = mkdtempSync(join(tmpdir(), "lvs-packages-"));
		const times = join(home, "times");
		// played, in the words of apt 2.6; it is free at the third time
		writeFileSync(
			join(home, "apt-get"),
			`#!/bin/sh
case " $* " in
*" ${lock === "lists" ? "update" : "install"} "*) ;;
*" install "*) [ -s ${times} ]; exit ;;
*) exit ;;
esac
echo x >>${times}
[ "$(wc -l <${times})" -lt 3 ] || exit 0
echo "E: Could not get lock ${words}. It is held by process 77 (apt-get)" >&2
exit 100
`,
			{ mode: 0o755 },
		);
		writeFileSync(join(home, "sleep"), "#!/bin/sh\n", { mode: 0o755 });
		const { status, stderr } = installs("ipvsadm", home);
		rmSync(home, { recursive: true });
		assert.equal(status, 0, stderr);
		assert.equal(
			stderr.split("another apt is at work: waiting for it, up to 300 s")
				.length,
			2,
		);
	});

/** Runs the step that installs a package on Debian. @param home has the programs that are played */
function installs(name: string, home: string) {
	const step = {
		kind: "install",
		packages: [name],
		because: "not installed",
	} as const;
	return spawnSync("sh", [], {
		input: `${functionsOf([step])}\n${render(step, "debian")}`,
		encoding: "utf8",
		env: { PATH: `${home}:${process.env.PATH}` },
	});
}
