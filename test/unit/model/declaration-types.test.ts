import assert from "node:assert/strict";
import { test } from "node:test";
import * as z from "zod";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { ClusterDeclaration } from "../../../src/model/declaration.ts";
import type { Differences } from "../../../src/model/differences.ts";
import { door } from "../../../src/model/door.ts";
import { leaf } from "../../../src/model/leaf.ts";
import { connection, declared } from "./declared.ts";

interface Part {
	readonly text: string;
}

interface Option {
	readonly needed: string;
	readonly optional?: number;
	readonly parts: Readonly<Record<string, Part>>;
	/** A declaration may hold one of its own kind. */
	readonly inner?: Option;
}

interface Taken {
	readonly needed: string;
	readonly optional?: number | undefined;
	readonly parts: Record<string, { text: string }>;
	readonly inner?: Taken | undefined;
}

/** Checked by tsc: a difference is named with its place, and nothing else is. */
const differences: {
	readonly none: Differences<Option, Taken>[];
	readonly ofForms: Differences<
		{ readonly tcp: number } | { readonly tcp?: never; readonly udp: number },
		{ tcp?: number | undefined; udp?: number | undefined }
	>[];
	readonly lacking: Differences<Option, Omit<Taken, "optional">>;
	readonly more: Differences<Option, Taken & { another: string }>;
	readonly stricter: Differences<
		Option,
		Omit<Taken, "optional"> & { optional: number }
	>;
	readonly looser: Differences<
		Option,
		Omit<Taken, "needed"> & { needed?: string | undefined }
	>;
	readonly wider: Differences<
		Option,
		Omit<Taken, "needed"> & { needed: string | number }
	>;
	readonly narrower: Differences<
		Option,
		Omit<Taken, "needed"> & { needed: "one" | "two" }
	>;
	readonly deeper: Differences<
		Option,
		Omit<Taken, "parts"> & { parts: Record<string, { text: number }> }
	>;
	readonly noRecord: Differences<
		Option,
		Omit<Taken, "parts"> & { parts: { text: string } }
	>;
} = {
	none: [],
	// @ts-expect-error there is none
	ofForms: ["udp: of another type"],
	lacking: "optional: the schema lacks it",
	more: "another: the type lacks it",
	stricter: "optional: only one of type and schema lets it be missing",
	looser: "needed: only one of type and schema lets it be missing",
	wider: "needed: of another type",
	narrower: "needed: of another type",
	deeper: "parts.NAME.text: of another type",
	noRecord: "parts: of another type",
};

test("where type and schema differ is told by its place (checked by tsc)", () => {
	assert.equal(differences.none.length, 0);
});

const text = leaf<string, string>((value) => ({ value: String(value) }));
const part = { what: "part", rules: () => [], resolve: () => ({}) };

// A door whose type and schema disagree does not compile. Checked by tsc.
const _good = door<Part>()({
	...part,
	schema: z.strictObject({ text }),
});
// @ts-expect-error the type wants it
const _looser = door<Part>()({
	...part,
	schema: z.strictObject({ text: text.default("") }),
});
// @ts-expect-error another type
const _other = door<Part>()({
	...part,
	schema: z.strictObject({
		text: leaf<number, number>(() => ({ value: 0 })),
	}),
});
// @ts-expect-error another type within another declaration
const _within = door<{ readonly parts: Readonly<Record<string, Part>> }>()({
	...part,
	schema: z.strictObject({
		parts: z.record(
			z.string(),
			z.strictObject({ text: leaf<number, number>(() => ({ value: 0 })) }),
		),
	}),
});

const { vip, directors, realServers, services } = declared();
const host = connection(2209);

/** tsc checks that each is wrong, and the test that a program without types hears of it too. */
const wronglyTyped: Record<string, ClusterDeclaration> = {
	// @ts-expect-error forwarding is needed
	"forwarding missing": { vip, directors, realServers, services },
	// @ts-expect-error vip is needed
	"vip missing": { forwarding: "dr", directors, realServers, services },
	// @ts-expect-error an address is text
	"vip a number": { ...declared(), vip: 172 },
	// @ts-expect-error no such forwarding
	"forwarding route": { ...declared(), forwarding: "route" },
	"tcp and udp": {
		...declared(),
		// @ts-expect-error one of them
		services: { dns: { tcp: 53, udp: 53 } },
	},
	// @ts-expect-error no such key
	"unknown key": { ...declared(), virtualAddress: vip },
	// @ts-expect-error records, not lists
	"directors a list": { ...declared(), directors: [directors.lb] },
	"director with a weight": {
		...declared(),
		// @ts-expect-error a director has no weight
		directors: { lb: { host, address: "172.18.0.66", weight: 1 } },
	},
	"real server without an address": {
		...declared(),
		// @ts-expect-error address is needed
		realServers: { rs1: { host } },
	},
	"weight as text": {
		...declared(),
		// @ts-expect-error a weight is a number
		realServers: { rs1: { host, address: "172.18.0.67", weight: "2" } },
	},
	"service without a port": {
		...declared(),
		// @ts-expect-error tcp is needed
		services: { http: { scheduler: "wrr" } },
	},
	"unknown scheduler": {
		...declared(),
		// @ts-expect-error no such scheduler
		services: { http: { tcp: 80, scheduler: "roundrobin" } },
	},
	"unknown key of a service's real server": {
		...declared(),
		// @ts-expect-error no such key
		services: { http: { tcp: 80, realServers: { rs1: { wieght: 5 } } } },
	},
	"unknown key of a connection": {
		...declared(),
		directors: {
			// @ts-expect-error no such key
			lb: { host: { ...host, password: "x" }, address: "172.18.0.66" },
		},
	},
	// @ts-expect-error page is a boolean
	"page as text": { ...declared(), page: "yes" },
};

for (const [title, declaration] of Object.entries(wronglyTyped)) {
	test(`wrongly typed and refused: ${title}`, () => {
		assert.throws(() => clusterDoor.parse("web", declaration), {
			name: "DeclarationError",
		});
	});
}
