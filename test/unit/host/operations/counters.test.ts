import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCounters } from "../../../../src/host/operations/counters.ts";
import { parseSections } from "../../../../src/host/sections.ts";

// As the director of labs/02-dr printed it after 100 requests, with another service of somebody else's.
const printed = `@ --persistent-conn
IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port            Weight    PersistConn ActiveConn InActConn
  -> RemoteAddress:Port
TCP  172.18.0.70:80 wrr
  -> 172.18.0.67:80               2         1           3          40
  -> 172.18.0.68:80               3         0           0          60
FWM  7 wlc persistent 600
  -> 172.18.0.67:0                1         2           0          0
@ --stats
IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes
  -> RemoteAddress:Port
TCP  172.18.0.70:80                    100      600        0    40000        0
  -> 172.18.0.67:80                     40      240        0    16000        0
  -> 172.18.0.68:80                     60      360        0    24000        0
FWM  7                                   0        0        0        0        0
  -> 172.18.0.67:0                       0        0        0        0        0
@ --rate
IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port                 CPS    InPPS   OutPPS    InBPS   OutBPS
  -> RemoteAddress:Port
TCP  172.18.0.70:80                     12       72        0     4800        0
  -> 172.18.0.67:80                      5       30        0     2000        0
  -> 172.18.0.68:80                      7       42        0     2800        0
FWM  7                                   0        0        0        0        0
  -> 172.18.0.67:0                       0        0        0        0        0
`;

test("counters of services and real servers, sums where ipvsadm prints none", () => {
	const counters = parseCounters(parseSections("", printed));
	assert.deepEqual(counters.get("-t 172.18.0.70:80"), {
		active: 3,
		inactive: 100,
		persistent: 1,
		connections: 100,
		packetsIn: 600,
		packetsOut: 0,
		bytesIn: 40000,
		bytesOut: 0,
		rate: 12,
	});
	assert.equal(
		counters.get("-t 172.18.0.70:80 -r 172.18.0.68:80")?.connections,
		60,
	);
	assert.equal(counters.get("-f 7")?.persistent, 2);
	assert.equal(counters.size, 5);
});

test("no table: nothing is counted", () => {
	assert.equal(parseCounters(new Map()).size, 0);
});
