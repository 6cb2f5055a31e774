import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { declared } from "./declared.ts";

const service = (settings: string, server = "weight 1") =>
	`virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_kind DR\n${settings}\nreal_server 10.0.0.2 80 {\n${server}\n}\n}\n`;
const vrrp = (settings: string, script = "script /look") =>
	`vrrp_instance A {\ninterface eth1\n${settings}\nvirtual_ipaddress {\n10.0.0.1\n}\n}\nvrrp_script look {\n${script}\n}\n${service("")}`;

const word = (words: string, keyword: string) =>
	`${words} stands on the line of "${keyword}", where keepalived does not read it; give it a line of its own`;
const words = (words: string, keyword: string) =>
	`${words} stand on the line of "${keyword}", where keepalived does not read them; give each a line of its own`;

suite("a setting that stands on the line of another is told, as keepalived drops it", () => {
	for (const [text, said] of [
		[
			service("", "weight 1 TCP_CHECK {\nconnect_timeout 3\n}"),
			`6: weight 1 TCP_CHECK: ${word('"TCP_CHECK"', "weight")}`,
		],
		[
			service("protocol TCP persistence_timeout 300"),
			`4: protocol TCP persistence_timeout 300: ${word('"persistence_timeout"', "protocol")}`,
		],
		[
			service("", "weight 3 inhibit_on_failure"),
			`6: weight 3 inhibit_on_failure: ${word('"inhibit_on_failure"', "weight")}`,
		],
		[
			service("", "inhibit_on_failure weight 3"),
			`6: inhibit_on_failure weight 3: ${word('"weight"', "inhibit_on_failure")}`,
		],
		[
			service("").replace("10.0.0.2 80", "10.0.0.2 80 weight 3"),
			`5: real_server 10.0.0.2 80 weight 3: ${word('"weight"', "real_server")}`,
		],
		[
			service("").replace("10.0.0.1 80", "10.0.0.1 80 delay_loop 3"),
			`1: virtual_server 10.0.0.1 80 delay_loop 3: ${word('"delay_loop"', "virtual_server")}`,
		],
		[
			service("warmup 0 quorum_up /a"),
			`4: warmup 0 quorum_up /a: ${word('"quorum_up"', "warmup")}`,
		],
		[
			service("", "HTTP_GET {\nurl { path / status_code 200 }\n}"),
			`7: path / status_code 200: ${word('"status_code"', "path")}`,
		],
		[
			service("", "MISC_CHECK {\nmisc_path /a\nuser nobody retry 3\n}"),
			`8: user nobody retry 3: ${word('"retry"', "user")}`,
		],
		[
			vrrp(
				"track_script {\nlook\n}",
				'script "killall -0 haproxy" interval 2 weight 2 fall 5',
			),
			`11: script killall -0 haproxy interval 2 weight 2 fall 5: ${words('"interval", "weight", "fall"', "script")}`,
		],
		[
			vrrp("state MASTER priority 150"),
			`3: state MASTER priority 150: ${word('"priority"', "state")}`,
		],
		[
			vrrp("virtual_ipaddress_excluded { 192.0.2.70/24 192.0.2.71/24 }"),
			`3: 192.0.2.70/24 192.0.2.71/24: ${word('"192.0.2.71/24"', "192.0.2.70/24")}`,
		],
		[
			vrrp("unicast_peer { 10.0.0.8 10.0.0.9 }"),
			`3: 10.0.0.8 10.0.0.9: ${word('"10.0.0.9"', "10.0.0.8")}`,
		],
		[
			"virtual_server_group g { 10.0.0.1 80 10.0.0.3 80 }\nvirtual_server group g {\nprotocol TCP\nreal_server 10.0.0.2 80 {\n}\n}\n",
			`1: 10.0.0.1 80 10.0.0.3 80: ${word('"10.0.0.3"', "10.0.0.1")}`,
		],
	] as const)
		test(said, () => {
			const { unread } = declared(text);
			assert.ok(unread.includes(said), unread.join("\n"));
		});

	test("a block behind a keyword that has none is told", () => {
		assert.deepEqual(declared(service("", "weight 1 {\nretry 2\n}")).unread, [
			'6: weight 1: a block stands behind "weight", where keepalived does not read it; put it behind the keyword that it belongs to',
		]);
	});

	test("a name may be the word of a setting", () => {
		const { unread } = declared(
			`vrrp_script static_routes {\nscript /a\n}\nvirtual_server_group SSL {\n10.0.0.1 80\n}\nvirtual_server group SSL {\nprotocol TCP\nlb_kind DR\nreal_server 10.0.0.2 80 {\nMISC_CHECK {\nmisc_path /a\nuser user\n}\n}\n}\n`,
		);
		assert.deepEqual(unread, []);
	});
});
