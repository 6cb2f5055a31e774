import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { declareDirector } from "../../../../src/import/keepalived/declare-director.ts";
import { readRules } from "../../../../src/import/read-rules.ts";

const path = "/etc/keepalived/keepalived.conf";

const vrrp = `vrrp_instance A {
	state MASTER
	interface eth1
	virtual_router_id 51
	virtual_ipaddress {
		10.0.0.1
	}
}
`;

const server = `virtual_server 10.0.0.1 80 {
	protocol TCP
	lb_kind DR
	delay_loop 3
	sorry_server 10.0.0.9 80
	real_server 10.0.0.2 80 {
		notify_down /a
		TCP_CHECK {
			retry 0
			connect_timeout 3
		}
	}
}
`;

const declared = (text: string, table: string) => {
	const { clusters, unread, remarks } = declareDirector(
		readRules(table),
		{ ...{ path, text }, find: undefined },
		{ markVip: undefined },
	);
	return {
		clusters,
		unread: unread.map(
			({ file, line, text, reason }) => `${file}:${line}: ${text}: ${reason}`,
		),
		files: new Set(remarks.map(({ file }) => file)),
	};
};

const besides =
	"it is in the table, and not declared, as it is not in the configuration of keepalived; set it there, or write it down";

suite("a director on which keepalived runs", () => {
	test("is declared by its configuration, also what failed and is not in the table", () => {
		const { clusters, unread, files } = declared(
			vrrp + server,
			"-A -t 10.0.0.1:80 -s wlc\n-a -t 10.0.0.1:80 -r 10.0.0.9:80 -g -w 1\n",
		);
		assert.deepEqual(clusters[0]?.failover, {
			routerId: 51,
			preemptSeconds: 0,
		});
		assert.deepEqual(clusters[0]?.services, {
			"tcp-80": {
				...{ tcp: 80, scheduler: "wlc", sorry: "rs2" },
				check: {
					...{ tcp: true, everySeconds: 3, failures: 1 },
					tell: "/usr/local/sbin/lvs-told-8b2f",
				},
			},
		});
		assert.deepEqual(unread, []);
		assert.deepEqual(files, new Set([path]));
	});

	test("and what somebody else has set in its table is told", () => {
		const { clusters, unread } = declared(
			vrrp + server,
			`-A -t 10.0.0.1:80 -s wlc
-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 0
-a -t 10.0.0.1:80 -r 10.0.0.3:80 -g -w 1
-A -t 10.0.0.1:25 -s rr
-a -t 10.0.0.1:25 -r 10.0.0.3:25 -g -w 1
-A -t [2001:db8::1]:80 -s rr
`,
		);
		assert.deepEqual(Object.keys(clusters[0]?.services ?? {}), ["tcp-80"]);
		assert.deepEqual(unread, [
			`ipvsadm -Sn:3: -a -t 10.0.0.1:80 -r 10.0.0.3:80 -g -w 1: ${besides}`,
			`ipvsadm -Sn:4: -A -t 10.0.0.1:25 -s rr: ${besides}`,
			"ipvsadm -Sn:6: -A -t [2001:db8::1]:80 -s rr: IPv6 is not supported yet",
		]);
	});

	test("that only moves the VIP has the services of its table", () => {
		const { clusters, unread } = declared(
			vrrp,
			"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 3\n-A -t 10.0.0.1:81 -s rr\n",
		);
		assert.deepEqual(clusters[0]?.services, {
			"tcp-80": { tcp: 80, scheduler: "rr" },
		});
		assert.deepEqual(Object.keys(clusters[0]?.directors ?? {}), ["lb1", "lb2"]);
		assert.deepEqual(unread, [
			"ipvsadm -Sn:3: -A -t 10.0.0.1:81 -s rr: it has no real server",
		]);
	});
});
