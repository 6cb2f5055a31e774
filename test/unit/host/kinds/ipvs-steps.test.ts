import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { active as activeFunction } from "../../../../src/host/kinds/ipvs.ts";
import { definitions } from "../../../../src/host/kinds/shell-function.ts";

/** The real servers that are busy where ipvsadm lists this. */
function active(...listing: readonly string[]): string[] {
	const { stdout } = spawnSync("sh", [], {
		input: `${definitions([activeFunction])}
ipvsadm() {
	cat <<-end
		IP Virtual Server version 1.2.1 (size=4096)
		Prot LocalAddress:Port Scheduler Flags
		  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
		${listing.join("\n\t\t")}
	end
}
active`,
		encoding: "utf8",
	});
	return stdout.split("\n").filter((line) => line !== "");
}

test("a drain waits for real servers that have active connections", () => {
	assert.deepEqual(
		active(
			"TCP  172.18.0.70:80 wrr persistent 60",
			"  -> 172.18.0.67:80               Route   1      3          0",
			"  -> 172.18.0.68:80               Route   1      0          9",
			"UDP  172.18.0.70:53 rr ops",
			"  -> 172.18.0.67:53               Route   1      1          0",
			"FWM  7 rr",
			"  -> 172.18.0.67:0                Route   1      2          0",
		),
		[
			"-t 172.18.0.70:80 -r 172.18.0.67:80",
			"-u 172.18.0.70:53 -r 172.18.0.67:53",
			"-f 7 -r 172.18.0.67:0",
		],
	);
});

test("it does not wait for the real servers of a service that is none of ours", () => {
	assert.deepEqual(
		active(
			"TCP  172.18.0.70:80 rr",
			"  -> 172.18.0.67:80               Route   1      0          0",
			"SCTP 172.18.0.70:80 rr",
			"  -> 172.18.0.67:80               Route   1      5          0",
			"FWM  7 IPv6 rr",
			"  -> [2001:db8::67]:0             Route   1      5          0",
		),
		[],
	);
});
