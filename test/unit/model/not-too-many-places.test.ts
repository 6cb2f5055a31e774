import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { mostPlaces } from "../../../src/model/own-mark.ts";
import { checkedPlaces } from "../../../src/render/checked-places.ts";
import { handedOf } from "../../../src/render/handed.ts";
import { absent, changed, connection } from "./declared.ts";

// A mark has so many numbers: those of places that are checked, counted up, and those of what is handed over, counted down.

const check = { http: "/health" };
const services = {
	http: { tcp: 80, check },
	https: { tcp: 443, check: { tcp: true } },
};

/** So many real servers, asked by two services. */
function cluster(realServers: number, changes: Record<string, unknown> = {}) {
	return changed({
		page: absent,
		realServers: Object.fromEntries(
			Array.from({ length: realServers }, (_, index) => [
				`rs${index}`,
				{
					host: connection(4000 + index),
					address: `172.18.${1 + (index >> 7)}.${1 + (index & 127)}`,
				},
			]),
		),
		"directors.lb.address": "172.18.0.66/16",
		services,
		...changes,
	});
}

const sixteen = Object.fromEntries(
	Array.from({ length: 16 }, (_, index) => [
		`lb${index}`,
		{ host: connection(4000 + index), address: `172.18.1.${1 + index}/16` },
	]),
);

suite("places that are checked", () => {
	test("as many as there are marks, beside those of sixteen directors that hand packets over", () => {
		const most = clusterDoor.parse(
			"web",
			cluster(mostPlaces / 2, { directors: sixteen }),
		);
		const places = checkedPlaces(most);
		assert.equal(places.length, mostPlaces);
		const marks = [
			...places.flatMap(({ mark }) => mark ?? []),
			...handedOf(most).map(({ mark }) => mark),
		];
		assert.equal(new Set(marks).size, mostPlaces + 16);
	});

	test("one more is refused", () => {
		const expected = (count: number) => [
			{
				path: "services",
				message: `their checks ask real servers at ${count} places, and a director can tell 1006 apart; let services share them, by the same \`check\` with the same \`port\`, or move some services to a cluster of their own`,
			},
		];
		assert.deepEqual(
			clusterDoor.check("web", cluster(mostPlaces / 2 + 1)),
			expected(1008),
		);
		assert.deepEqual(
			clusterDoor.check(
				"web",
				cluster(mostPlaces / 2, {
					"services.http.sorry": { page: "<p>Soon.</p>" },
				}),
			),
			expected(1007),
		);
		assert.throws(() => clusterDoor.parse("web", cluster(mostPlaces / 2 + 1)));
	});

	test("services that share a check count once", () => {
		const shared = { ...check, port: 80 };
		const declaration = cluster(600, {
			"realServers.rs0.weight": 2,
			services: {
				http: { tcp: 80, check: shared },
				https: { tcp: 443, check: { ...shared, slowStartSeconds: 30 } },
			},
		});
		assert.equal(
			checkedPlaces(clusterDoor.parse("web", declaration)).length,
			600,
		);
	});

	test("services without a check count nothing", () => {
		assert.deepEqual(
			clusterDoor.check(
				"web",
				cluster(1200, { services: { http: { tcp: 80 } } }),
			),
			[],
		);
	});
});
