import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { everyKind } from "../../../src/host/kinds/every-kind.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { Desired } from "../../../src/model/desired.ts";
import { parseText } from "../../../src/model/wire-text.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { renderRealServer } from "../../../src/render/real-server.ts";
import { anyDeclaration } from "../model/any-declaration.ts";
import { rendered } from "./rendered.ts";

// A part that no family's names are filled into must hold no place for one: it would reach the host as it stands.

const translated = everyKind
	.filter(([, { localise }]) => typeof localise === "function")
	.map(([part]) => part as string);

/** The places in each part that is never translated. */
function placesLeft(desired: Desired) {
	return Object.entries(desired)
		.filter(([part]) => !translated.includes(part))
		.map(([part, wanted]) => [
			part,
			...parseText(JSON.stringify(wanted)).parts.filter(
				(each) => typeof each !== "string",
			),
		])
		.filter(([, ...places]) => places.length > 0);
}

for (const [role, desired] of rendered("debian"))
	test(`what is never translated holds no placeholder: ${role}`, () => {
		assert.deepEqual(placesLeft(desired), []);
	});

test("what is never translated holds no placeholder: any cluster", () => {
	fc.assert(
		fc.property(anyDeclaration, (declaration) => {
			const cluster = clusterDoor.parse("web", declaration);
			for (const director of cluster.directors)
				assert.deepEqual(placesLeft(renderDirector(cluster, director)), []);
			for (const realServer of cluster.realServers)
				assert.deepEqual(placesLeft(renderRealServer(cluster, realServer)), []);
		}),
		{ numRuns: 50 },
	);
});
