import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, host, judged, replace } from "./changed.ts";
import { answersLost, opens, portsAt, retrace } from "./traced.ts";

// The source of a packet: what the kernel checks where it comes in, and what it chooses where a server says none.

test("by NAT a server of UDP on all addresses answers from the address of the link to the client", () => {
	const { findings } = judged("udp-source", (heard) => {
		heard.targets = heard.targets.map((target) => ({
			...target,
			servers: target.servers.map((server) => ({
				...server,
				// rs2's server listens on the VIP alone
				forwarding: server.name === "rs1" ? ("nat" as const) : "dr",
			})),
		}));
	});
	assert.deepEqual(
		findings.map(({ host: name, cause }) => `${name}: ${cause}`),
		[
			"rs1: answers from 10.77.0.11 instead of 10.88.0.11, so lb does not take it for an answer",
		],
	);
	assert.match(findings[0]?.wayOut ?? "", /listen on 10\.88\.0\.11 itself/);
});

for (const [back, says] of [
	[
		"10.88.0.10 from 10.88.0.11 dev eth1 uid 0 ",
		"rs1: reverse path filter on eth2: net.ipv4.conf.eth2.rp_filter = 1, and the way back to 10.88.0.10 is by eth1",
	],
	[
		"10.88.0.10 from 10.88.0.11 dev eth2 uid 0 ",
		"rs1: its routing does not take the request for its own, although it has 10.88.0.11",
	],
] as const)
	test(`by FULLNAT the request is from lb, and a way to the client says nothing: ${back}`, () => {
		assert.deepEqual(
			changed("sound-fullnat", (heard) => {
				const rs1 = host(heard, "rs1");
				rs1["route client"] = ["RTNETLINK answers: Network is unreachable"];
				rs1["route answer"] = [back];
				replace(rs1, "sysctls", /^(ipv4\/conf\/eth2\/rp_filter):\d/g, "$1:1");
				const ports = portsAt(heard, "rs1");
				retrace(heard, "rs1", ports, "requests", (lines) =>
					opens(lines)
						? lines.filter((line) => / (first|routed) packet: /.test(line))
						: [],
				);
				answersLost(heard, ports, "rs1", "lb", "client");
			}),
			[says],
		);
	});
