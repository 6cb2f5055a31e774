import assert from "node:assert/strict";
import { test } from "node:test";
import { dumpText } from "../../../src/import/dump-text.ts";

test("the text of a live table has its thresholds, and every line that nobody understands", () => {
	assert.equal(
		dumpText([
			"-A -t 10.0.0.1:80 -s rr",
			"-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1",
			"-A -t [fe80::1%eth1]:80 -s rr",
			"--add-service 10.0.0.1:81",
			"IP Virtual Server version 1.2.1 (size=4096)",
			"Prot LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn",
			"  -> RemoteAddress:Port",
			"TCP  10.0.0.1:80 rr",
			"  -> 10.0.0.2:80                  5000       4000       0          0",
		]),
		`-A -t 10.0.0.1:80 -s rr
-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1 -x 5000 -y 4000
-A -t [fe80::1%eth1]:80 -s rr
--add-service 10.0.0.1:81
`,
	);
});
