import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, test } from "node:test";
import { startWatch } from "../../src/diagnose/watch-scripts.ts";
import { broken } from "./broken.ts";
import { diagnoseRows } from "./diagnose-rows.ts";
import { LVS } from "./harness.ts";
import { sharedLab } from "./shared-lab.ts";

/** What of an observation is on a host. */
const stays =
	"ls -d /run/lvs-diagnose.* /sys/kernel/tracing/instances/lvs-* 2>/dev/null; nft list tables | grep diagnose; mount | grep lvs-diagnose; pgrep -x nft; pgrep -fx 'sleep 120'; :";

describe("diagnose names the host, the hop and the thing, and leaves nothing", () => {
	const lab = sharedLab("labs/05-tun");
	diagnoseRows(
		lab,
		broken.filter(({ always }) => always === true),
	);

	test("cut off in the middle: the host takes everything away by itself", async () => {
		const asking = spawn(LVS, ["diagnose"], {
			cwd: lab().folder,
			env: lab().environment,
			stdio: "ignore",
			detached: true,
		});
		const rs1 = (script: string) => lab().run("rs1", "sh", "-c", script);
		await rs1("until ls /run/lvs-diagnose.*/monitor; do sleep 0.1; done");
		assert.ok(asking.pid !== undefined);
		process.kill(-asking.pid, "SIGKILL");
		// what the host does when the time is over, or its session ends
		await rs1("kill $(cat /run/lvs-diagnose.*/keeper)");
		assert.equal(await rs1(`sleep 3; ${stays}`), "");
	});

	test("ended twice at a time, while somebody looks into what is mounted: nothing stays, and tracing of others goes on", async () => {
		const rs1 = (script: string) => lab().run("rs1", "sh", "-c", script);
		await rs1(startWatch("twice", undefined, []));
		assert.equal(
			await rs1(
				`cd /run/lvs-diagnose.twice
mkdir mounted/instances/others
sh -c 'cd mounted/instances/others; exec sleep 60' >/dev/null 2>&1 &
cp end /run/end-twice
sh /run/end-twice & sh /run/end-twice & kill $(cat keeper); wait %2 %3
rm /run/end-twice; ${stays}; mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null
ls -d /sys/kernel/tracing/instances/*; kill %1; sleep 0.2; rmdir /sys/kernel/tracing/instances/others; umount /sys/kernel/tracing`,
			),
			"/sys/kernel/tracing/instances/others",
		);
	});
});
