import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, test } from "node:test";
import { broken } from "./broken.ts";
import { diagnoseRows } from "./diagnose-rows.ts";
import { LVS } from "./harness.ts";
import { sharedLab } from "./shared-lab.ts";

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
		assert.equal(
			await rs1(
				"sleep 3; ls -d /run/lvs-diagnose.* 2>/dev/null; nft list tables | grep diagnose; pgrep -x nft; :",
			),
			"",
		);
	});
});
