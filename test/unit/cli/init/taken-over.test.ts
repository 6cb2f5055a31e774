import assert from "node:assert/strict";
import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { takenOver } from "../../../../src/cli/init/taken-over.ts";
import { keepalivedDirector } from "../import/keepalived-director.ts";

test("a new project takes over one director, with what its keepalived is configured for", async () => {
	using home = mkdtempDisposableSync(join(tmpdir(), "lvs-taken-"));
	const folder = join(home.path, "director");
	const server = await keepalivedDirector(
		folder,
		{
			"keepalived.conf": `vrrp_instance A {
	interface eth1
	nopreempt
	virtual_router_id 51
	virtual_ipaddress {
		10.0.0.1
	}
}
virtual_server 10.0.0.1 80 {
	protocol TCP
	lb_kind DR
	real_server 10.0.0.2 80 {
		TCP_CHECK {
			retry 0
			connect_timeout 60
		}
	}
}
`,
		},
		"-A -t 10.0.0.1:80 -s wlc\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1\n",
	);
	try {
		const said: string[] = [];
		const { clusters } = await takenOver("root@lb", {
			file: undefined,
			director: server.connection,
			markVip: undefined,
			say: (line) => said.push(line),
		});
		const [cluster, ...others] = clusters([]);
		assert.deepEqual(others, []);
		assert.deepEqual(cluster?.directors, { lb: { interface: "eth1" } });
		assert.equal(cluster.failover, undefined);
		assert.deepEqual(cluster.services["tcp-80"]?.check, {
			...{ tcp: true, everySeconds: 60, failures: 1 },
		});
		assert.match(said[0] ?? "", /keepalived\.service is active here/);
		assert.deepEqual(said.slice(1), [
			`  not taken over: ${folder}/etc/keepalived.conf:1: vrrp_instance A: a new project begins with one director; for a second that takes 10.0.0.1 over, add it to \`directors\`, and \`failover: { routerId: 51 }\``,
		]);
	} finally {
		await server.close();
	}
});
