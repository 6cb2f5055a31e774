import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { renderedRules } from "../rendered-rules.ts";
import { declared } from "./declared.ts";

/** An instance as somebody means it. Undefined: nothing is written. */
const meant = fc.record({
	state: fc.constantFrom("MASTER", "BACKUP", undefined),
	priority: fc.option(fc.integer({ min: 1, max: 254 }), { nil: undefined }),
	nopreempt: fc.boolean(),
	delay: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined }),
	id: fc.integer({ min: 1, max: 255 }),
	hundredths: fc.option(fc.integer({ min: 10, max: 4000 }), { nil: undefined }),
	source: fc.boolean(),
	peers: fc.subarray(["10.0.0.241", "10.0.0.242", "10.0.0.243"]),
	/** The settings turn by so many. */
	turned: fc.nat(9),
});

/** When keepalived takes the VIP back: a small model of its own, written after its sources. */
const preemptSeconds = ({
	state,
	nopreempt,
	delay = 0,
}: typeof meant extends fc.Arbitrary<infer Of> ? Of : never) => {
	if (state === "MASTER") return 0;
	return nopreempt ? undefined : delay;
};

test("any vrrp_instance is the failover of its cluster, in whatever order it is written", () => {
	fc.assert(
		fc.property(meant, (one) => {
			const { state, priority, nopreempt, delay, id, hundredths } = one;
			const setting = (keyword: string, value: string | number | undefined) =>
				value === undefined ? [] : [`${keyword} ${value}`];
			const advertSeconds =
				hundredths === undefined ? undefined : hundredths / 100;
			const settings = [
				...setting("state", state),
				...setting("priority", priority),
				...(nopreempt ? ["nopreempt"] : []),
				...setting("preempt_delay", delay),
				`virtual_router_id ${id}`,
				...setting("advert_int", advertSeconds),
				...(one.source ? ["unicast_src_ip 10.0.0.240"] : []),
				...(one.peers.length > 0
					? [`unicast_peer {\n${one.peers.join("\n")}\n}`]
					: []),
				"virtual_ipaddress {\n10.0.0.1/24\n}",
			];
			const at = one.turned % settings.length;
			const text = `vrrp_instance A {\n${[...settings.slice(at), ...settings.slice(0, at)].join("\n")}\n}
virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_kind NAT\nreal_server 10.0.0.2 80 {\n}\n}`;
			const found = declared(text);
			assert.deepEqual(found.unread, [], text);
			const [cluster] = found.clusters;
			const seconds = preemptSeconds(one);
			assert.deepEqual(
				cluster?.failover,
				{
					...(advertSeconds === undefined || advertSeconds === 1
						? {}
						: { advertSeconds }),
					routerId: id,
					...(seconds === undefined ? {} : { preemptSeconds: seconds }),
				},
				text,
			);
			const addresses = Object.values(cluster.directors ?? {}).map(
				({ address }) => address,
			);
			const own = one.source ? "10.0.0.240/24" : undefined;
			const others = one.peers.map((peer) => `${peer}/24`);
			assert.deepEqual(
				[...addresses].sort(),
				[own, ...(others.length > 0 ? others : [undefined])].sort(),
				text,
			);
			if (state === "MASTER") assert.equal(addresses[0], own);
			// the check of the model takes it, and the rules are the same
			assert.deepEqual(renderedRules(found), [
				"-A -t 10.0.0.1:80 -s wlc",
				"-a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 1",
			]);
		}),
		{ numRuns: 300 },
	);
});
