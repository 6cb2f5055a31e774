import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { localise } from "../../../src/host/kinds/localise.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { Desired } from "../../../src/model/desired.ts";
import { splitMeanwhile } from "../../../src/provider/split-meanwhile.ts";
import { renderDirector } from "../../../src/render/director.ts";

type Addresses = Readonly<Record<string, string>>;

const three = { lb1: "172.18.0.65", lb2: "172.18.0.66", lb3: "172.18.0.64" };
const { lb1, lb2, lb3 } = three;

function directors(
	addresses: Addresses,
	failover: object = {},
): Readonly<Record<string, Desired>> {
	const several = Object.keys(addresses).length > 1;
	const cluster = clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding: "nat",
		directors: Object.fromEntries(
			Object.entries(addresses).map(([name, address]) => [
				name,
				{ host: { address }, address },
			]),
		),
		...(several ? { failover: { gateway: "172.18.0.1", ...failover } } : {}),
		realServers: { rs1: { address: "172.18.0.67" } },
		services: { http: { tcp: 80 } },
	});
	return Object.fromEntries(
		cluster.directors.map((director) => [
			director.name,
			localise(renderDirector(cluster, director), "debian"),
		]),
	);
}

/** Director -> its notes; those without are left out. */
function notes(
	before: Readonly<Record<string, Desired>>,
	now: Readonly<Record<string, Desired>>,
) {
	return Object.fromEntries(
		Object.entries(now).flatMap(([name, desired]) => {
			const was = before[name];
			const found = was === undefined ? [] : splitMeanwhile(name, was, desired);
			return found.length === 0 ? [] : [[name, found]];
		}),
	);
}

const leaves = (name: string) =>
	`this director no longer agrees with ${name}: it takes 172.18.0.70 then, and two have it until ${name} is taken back at the end of up; unless it is away or out already, first: lvsctl standby ${name}`;
const rest =
	"one that is changed and one that is not do not hear each other, and two have 172.18.0.70 until the last one is changed; to prevent it take out all but one first (lvsctl standby NAME), and let them in afterwards (lvsctl standby NAME --end)";

suite("why two directors have the VIP while a change goes over them", () => {
	test("none: nothing that they agree on changes, or one joins", () => {
		const pair = directors({ lb1, lb2 });
		assert.deepEqual(notes(pair, pair), {});
		assert.deepEqual(notes(pair, directors(three)), {});
		assert.deepEqual(notes(directors({ lb1 }), pair), {});
	});

	test("one leaves, and one stays, or several", () => {
		assert.deepEqual(notes(directors({ lb1, lb2 }), directors({ lb1 })), {
			lb1: [leaves("lb2")],
		});
		assert.deepEqual(notes(directors({ lb1, lb2 }), directors({ lb2 })), {
			lb2: [leaves("lb1")],
		});
		assert.deepEqual(notes(directors(three), directors({ lb1, lb2 })), {
			lb1: [leaves("lb3")],
		});
		// a new one stands before those that stay
		assert.deepEqual(
			notes(
				directors({ lb1, lb2, lb3 }),
				directors({ lb0: "172.18.0.63", lb1, lb2 }),
			),
			{ lb1: [leaves("lb3")] },
		);
	});

	test("two leave", () => {
		const [note = ""] = notes(directors(three), directors({ lb1 })).lb1 ?? [];
		assert.match(
			note,
			/^this director no longer agrees with lb2 and lb3: one of them takes 172\.18\.0\.70 .* lvsctl standby lb2; lvsctl standby lb3$/,
		);
	});

	test("none: one has another name, and is the same machine", () => {
		assert.deepEqual(
			notes(directors({ lb1, lb2 }), directors({ lb1, other: lb2 })),
			{},
		);
	});

	test("another number", () => {
		assert.deepEqual(
			notes(
				directors({ lb1, lb2 }, { routerId: 51 }),
				directors({ lb1, lb2 }, { routerId: 52 }),
			),
			{
				lb1: [
					`the number of the directors is another one, 52 in place of 51: ${rest}`,
				],
			},
		);
	});

	test("none: another gateway, or other addresses that go with the VIP, which no advert tells of", () => {
		const others = { gateway: "172.18.0.2", addresses: ["172.18.0.71"] };
		assert.deepEqual(
			notes(directors({ lb1, lb2 }), directors({ lb1, lb2 }, others)),
			{},
		);
	});

	const earlier = (desired: Readonly<Record<string, Desired>>) =>
		Object.fromEntries(
			Object.entries(desired).map(([name, { failover, ...rest }]) => {
				assert.ok(failover);
				const { adverts, ...others } = failover;
				assert.ok(adverts);
				return [name, { ...rest, failover: others }];
			}),
		);

	test("a state of an earlier version told of the VIP and the gateway, at a pace that is not known", () => {
		const was = earlier(directors({ lb1, lb2 }, { advertSeconds: 30 }));
		assert.deepEqual(notes(was, directors({ lb1, lb2 })), {
			lb1: [
				`directors tell each other of other addresses, 172.18.0.70 in place of 172.18.0.70, 172.18.0.1: ${rest}`,
			],
		});
	});

	test("another pace: one that is changed may wait less long than the one that has the VIP takes for an advert", () => {
		const each = (advertSeconds: number) =>
			directors({ lb1, lb2 }, { advertSeconds });
		assert.deepEqual(notes(each(1), each(3)), {});
		assert.deepEqual(notes(each(3), each(1)), {});
		assert.deepEqual(notes(each(1), each(0.3)), {
			lb1: [
				"this director waits for 3 adverts, one each 0.3 s, and another one sends one each 1 s until it is changed: where another one has 172.18.0.70, this one takes it as soon as it is changed, and for a moment two may have it; to prevent it, first: lvsctl failover lb1",
			],
		});
	});

	test("the first one has another address", () => {
		const other = "172.18.0.63";
		assert.deepEqual(
			notes(directors({ lb1, lb2 }), directors({ lb1: other, lb2 })),
			{
				lb1: [
					"this director has another address, 172.18.0.63 in place of 172.18.0.65, and the others send to that one until they are changed: where another one has 172.18.0.70, this one takes it as soon as it is changed, and for a moment two may have it; to prevent it, first: lvsctl failover lb1",
				],
			},
		);
	});

	test("a later one has another address", () => {
		const other = "172.18.0.63";
		const moves =
			"has another address, 172.18.0.63 in place of 172.18.0.66: until it is changed too it hears nothing of this director and takes 172.18.0.70, and two have it; to prevent it, unless it is away, first: lvsctl standby lb2, and afterwards: lvsctl standby lb2 --end";
		assert.deepEqual(
			notes(directors({ lb1, lb2 }), directors({ lb1, lb2: other })),
			{ lb1: [`lb2 ${moves}`] },
		);
		assert.deepEqual(
			notes(directors(three), directors({ lb1, lb2: other, lb3 })),
			{ lb1: [`lb2 ${moves}`] },
		);
	});
});
