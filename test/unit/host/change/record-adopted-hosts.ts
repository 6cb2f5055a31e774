// Records a host of each role as this code leaves it: what the state of a stack says, and what the host answers to a look.
//   node test/unit/host/change/record-adopted-hosts.ts
// The hosts are played (test/played/): it takes some seconds and no machine. CONTRIBUTING.md says when it is allowed.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockFunctions } from "../../../../src/host/lock.ts";
import { lookScript } from "../../../../src/host/look/observe.ts";
import { withSecrets } from "../../../../src/host/secrets.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { hostResource } from "../../../../src/provider/host-resource.ts";
import { playHost } from "../../../played/played-host.ts";
import { renderedAnywhere } from "../../render/rendered.ts";
import { type AdoptedHost, adoptedPath } from "./adopted-host.ts";
import { secretsOf } from "./secrets-of.ts";

const folder = mkdtempSync(join(tmpdir(), "adopted-"));
const archive = packArchive();
try {
	for (const [role, rendered] of renderedAnywhere()) {
		const desired = unpacking(archive, rendered);
		const secrets = secretsOf(desired);
		const filled = withSecrets(desired, secrets);
		const host = await playHost(desired.ownAddress ?? "172.18.0.69");
		try {
			await host.run(foretell(desired));
			await hostResource.create({
				component: "web",
				role,
				name: "host",
				stack: "project/stack",
				connection: host.connection,
				desired,
				secrets,
				follows: {},
			});
			const answer = await host.run(
				[lockFunctions, lookScript(`web-${role}`, filled)].join("\n"),
			);
			const recorded: AdoptedHost = {
				desired: unpacking({ ...archive, file: "/srv/discuz.tar" }, filled),
				answer: answer.split("\n"),
			};
			writeFileSync(
				adoptedPath(role),
				`${JSON.stringify(recorded, null, "\t")}\n`,
			);
		} finally {
			await host.close();
		}
	}
} finally {
	rmSync(folder, { recursive: true });
}

/** Shell text: the script of a role is played, and says from now on what the role declares. */
function foretell({ script, conditions }: Desired): string {
	return script === undefined
		? ":"
		: `cat >'/played/conditions/${script.replaceAll("/", "_")}' <<'END'
${Object.entries(conditions)
	.map(([key, value]) => `${key}=${value}`)
	.join("\n")}
END`;
}

/** The same with an archive that there is. */
function unpacking(
	archive: { file: string; sha256: string },
	desired: Desired,
) {
	return {
		...desired,
		archives: Object.fromEntries(
			Object.entries(desired.archives).map(([directory, wanted]) => [
				directory,
				{ ...wanted, ...archive },
			]),
		),
	};
}

function packArchive() {
	const tree = join(folder, "archive");
	for (const name of ["data", "config", "uc_client/data", "uc_server/data"])
		mkdirSync(join(tree, "upload", name), { recursive: true });
	writeFileSync(join(tree, "upload/index.php"), "<?php\n");
	const file = join(folder, "discuz.tar");
	execFileSync("tar", [
		"-cf",
		file,
		"--mtime=@0",
		"--sort=name",
		"-C",
		tree,
		"upload",
	]);
	const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
	return { file, sha256 };
}
