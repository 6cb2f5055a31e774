import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { suite, test } from "node:test";
import { lookScript } from "../../../../src/host/look/observe.ts";
import { families, familyNames } from "../../../../src/model/family.ts";
import { desiredOf } from "./recorded-case.ts";

const osReleases = {
	debian: "ID=debian\nPRETTY_NAME='Debian GNU/Linux 12 (bookworm)'",
	ubuntu: "ID=ubuntu\nID_LIKE=debian",
	rocky: 'ID="rocky"\nID_LIKE="rhel centos fedora"',
	fedora: "ID=fedora",
	rhel: 'ID="rhel"\nID_LIKE="fedora"',
	alpine: "ID=alpine\nPRETTY_NAME='Alpine Linux v3.20'",
	// one word inside another is another word
	debianish: "ID=notdebian\nPRETTY_NAME='No Debian'",
};
const expected = {
	debian: "family debian",
	ubuntu: "family debian",
	rocky: "family rhel",
	fedora: "family rhel",
	rhel: "family rhel",
	alpine: "unsupported Alpine Linux v3.20",
	debianish: "unsupported No Debian",
};

suite("the script of a look", () => {
	for (const role of ["director", "real-server"] as const) {
		const script = lookScript(`web-${role}`, desiredOf(role).desired);

		for (const [shell, ...options] of [["dash"], ["bash", "--posix"]] as const)
			test(`${role}: ${shell} accepts it`, () => {
				const { status, stderr } = spawnSync(shell, [...options, "-n"], {
					input: script,
					encoding: "utf8",
				});
				assert.deepEqual([status, stderr], [0, ""]);
			});

		test(`${role}: every name of a family is resolved`, () => {
			assert.doesNotMatch(script, /@[a-z-]+@/);
		});
	}

	const script = lookScript("web-director", desiredOf("director").desired);

	for (const [name, text] of Object.entries(osReleases))
		test(`${name} is of the right family`, () => {
			// the choice alone: nothing of the machine that the test runs on is looked at
			const choice = script
				.replace("[ ! -r /etc/os-release ] || . /etc/os-release", text)
				.replace(/^echo "@\$lvs_mark texts"\n[\s\S]*?^;;$/gm, ";;");
			const { stdout } = spawnSync("sh", ["-s"], {
				input: choice,
				encoding: "utf8",
			});
			assert.equal(
				stdout.split("\n").slice(2, 4).join(" "),
				`@ ${expected[name as keyof typeof expected]}`,
			);
		});

	test("asks each family for its own programs and paths", () => {
		for (const family of familyNames) {
			const part = new RegExp(`echo ${family}\\n[\\s\\S]*?^;;$`, "m").exec(
				script,
			)?.[0];
			assert.ok(part?.includes(families[family].names["ipvs-rules"]), family);
			assert.ok(
				part?.includes(`[ ! -x ${families[family].programs.ipvsadm} ]`),
			);
		}
	});

	test("holds no word that changes anything", () => {
		for (const role of ["director", "real-server"] as const)
			assert.doesNotMatch(
				lookScript("web", desiredOf(role).desired)
					.replaceAll(/2>(&1|\/dev\/null)/g, "")
					// a batch that only asks for routes
					.replaceAll(
						/ip -4 -force -batch - \S+ <<end\n(route (get|show) .*\n)+end$/gm,
						"",
					),
				/>|\b(rm|mv|tee|touch|mkdir|systemctl (?!show)|modprobe (?!-n)|(?<!table )ip (?!-o -4 address show|-4 neigh show))\b/,
			);
	});
});
