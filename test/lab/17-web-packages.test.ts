import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sharedLab } from "./shared-lab.ts";

// As on a user's machine: what the web tier needs is not there, and the package manager brings it. The lab has no way out, so the
// packages come from a source in the image; what they stand on (libraries, the interpreter) is left installed.

const missing = {
	storage: ["mariadb-server", "nfs-kernel-server"],
	rs1: [
		"wordpress",
		"libapache2-mod-php",
		"libapache2-mod-php8.2",
		"nfs-common",
	],
} as const;

describe("the web tier on machines without its packages", () => {
	const lab = sharedLab("labs/08-wordpress");

	test("they are installed by the distribution's own package manager", async () => {
		for (const [machine, packages] of Object.entries(missing)) {
			await lab().run(
				machine,
				...["env", "DEBIAN_FRONTEND=noninteractive"],
				...["dpkg", "--purge", "--force-depends", ...packages],
			);
			const status = await lab().run(
				machine,
				...["sh", "-c"],
				`dpkg-query -W -f '\${db:Status-Status}\\n' ${packages.join(" ")} 2>/dev/null | sort -u`,
			);
			assert.doesNotMatch(status, /^installed/m);
		}
		const { exit, stdout, stderr } = await lab().lvs(["up"]);
		assert.equal(exit, 0, stdout + stderr);
		assert.match(
			stdout,
			/session at http : "session persistence is not needed"/,
		);
		assert.match(stdout, /article at http : "what users upload is on all real/);
	});

	test("they stay when all is destroyed, and are named", async () => {
		const { exit, stdout, stderr } = await lab().lvs(["destroy"]);
		assert.equal(exit, 0, stdout + stderr);
		for (const name of ["mariadb-server", "nfs-kernel-server", "wordpress"])
			assert.match(stdout, new RegExp(`left package ${name}: others may`));
	});
});
