import assert from "node:assert/strict";
import { test } from "node:test";
import type * as z from "zod";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { ClusterDeclaration } from "../../../src/model/declaration.ts";
import { leaf } from "../../../src/model/leaf.ts";
import type { clusterSchema } from "../../../src/model/schema.ts";
import type { SchemaOf } from "../../../src/model/schema-of.ts";
import { connection, declared } from "./declared.ts";

// What TypeScript lets a user write, the schema takes. Checked by tsc.
const _taken = (
	declaration: ClusterDeclaration,
): z.input<typeof clusterSchema> => declaration;

// A schema that lacks an option of its type, has one too many, or lets it be missing where the type does not, is no schema
// of the type. Checked by tsc.
type Option = { readonly needed: string; readonly optional?: number };
const text = leaf<string, string>((value) => ({ value: String(value) }));
const _good = {
	needed: text,
	optional: text.optional(),
} satisfies SchemaOf<Option>;
const _usual = {
	needed: text,
	optional: text.default(""),
} satisfies SchemaOf<Option>;
// @ts-expect-error the schema lacks an option
const _lacks = { needed: text } satisfies SchemaOf<Option>;
const _more = {
	needed: text,
	optional: text.optional(),
	// @ts-expect-error the type lacks an option
	another: text,
} satisfies SchemaOf<Option>;
const _stricter = {
	needed: text,
	// @ts-expect-error the type lets it be missing
	optional: text,
} satisfies SchemaOf<Option>;
const _looser = {
	// @ts-expect-error the type wants it
	needed: text.optional(),
	optional: text.optional(),
} satisfies SchemaOf<Option>;
const _looserByDefault = {
	// @ts-expect-error the type wants it
	needed: text.default(""),
	optional: text.optional(),
} satisfies SchemaOf<Option>;

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
