import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { familyNames } from "../../../src/model/family.ts";
import {
	familyName,
	HostText,
	hostText,
	joined,
	type Part,
	secret,
} from "../../../src/model/host-text.ts";
import { localName } from "../../../src/model/local-name.ts";
import {
	formatPiece,
	formatText,
	parseFirstFormat,
	parseText,
	UnknownPlace,
} from "../../../src/model/wire-text.ts";
import { looksAlike } from "./looks-alike.ts";

const place: fc.Arbitrary<Part> = fc.constantFrom(
	...[
		familyName("httpd"),
		familyName("php"),
		secret("x"),
		secret("k", "php"),
	].flatMap(({ parts }) => parts),
);
const anyText = fc
	.array(fc.oneof(looksAlike, fc.string(), place), { maxLength: 6 })
	.map((parts) => new HostText(parts));

describe("a text with places", () => {
	test("is read as it was written", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				assert.deepEqual(parseText(formatText(text)), text);
			}),
			{ numRuns: 2000 },
		);
	});

	test("is read as it was written in pieces, whatever the pieces make together", () => {
		fc.assert(
			fc.property(fc.array(anyText, { maxLength: 4 }), (texts) => {
				assert.deepEqual(
					parseText(texts.map(formatPiece).join("")),
					joined(texts, ""),
				);
			}),
		);
	});

	test("is written as people write it", () => {
		assert.equal(formatText(familyName("httpd-conf")), "@httpd-conf@");
		assert.equal(
			formatText(hostText`root:${familyName("httpd-user")}`),
			"root:@httpd-user@",
		);
		assert.equal(
			formatText(hostText`a ${secret("x")} b '${secret("x", "php")}'`),
			"a @secret:x@ b '@secret:x|php@'",
		);
	});

	test("has no name that the table of families has not got", () => {
		// @ts-expect-error: a wrong letter does not compile
		familyName("htpd");
	});

	test("cannot be lost in a template literal of strings", () => {
		assert.throws(() => `${familyName("httpd")}/x`, /hostText/);
	});

	test("names no secret that it could not be read with", () => {
		assert.throws(() => secret("A b"), /no secret/);
	});
});

describe("a user's text", () => {
	test("reaches a host of every family as it is, however much it looks like a place", () => {
		fc.assert(
			fc.property(
				fc.oneof(looksAlike, fc.string()),
				fc.constantFrom(...familyNames),
				(text, family) => {
					assert.equal(localName(formatText(text), family), text);
				},
			),
			{ numRuns: 2000 },
		);
	});

	test("is shown as it is where it has not the shape of a place", () => {
		for (const text of [
			"ann@example.org",
			"ann@example.org, bob@example.org",
			"@media print {}",
			"'user'@'172.18.0.0/255.255.255.0'",
			"x@",
			"@@",
			"@A@",
		])
			assert.equal(formatText(text), text);
	});

	test("has @at@ for an @ where it has", () => {
		assert.equal(formatText("mail@php@example"), "mail@at@php@example");
		assert.equal(formatText("a@b@c"), "a@at@b@c");
		assert.equal(formatText("@at@"), "@at@at@");
	});
});

describe("a place", () => {
	test("is filled between users' texts", () => {
		fc.assert(
			fc.property(looksAlike, looksAlike, (one, other) => {
				const wire = formatText(hostText`${one}${familyName("httpd")}${other}`);
				assert.equal(localName(wire, "debian"), `${one}apache2${other}`);
				assert.equal(localName(wire, "rhel"), `${one}httpd${other}`);
			}),
		);
	});

	for (const unknown of ["@htpd@", "@name:nginx@", "@secret:x|sql@"])
		test(`${unknown}, which another version wrote, is no text of a user's`, () => {
			assert.throws(() => parseText(`a ${unknown} b`), UnknownPlace);
		});

	test("of a secret that was not filled in is no text for a host", () => {
		assert.throws(
			() => localName("@secret:x@", "debian"),
			/@secret:x@ was not filled in/,
		);
	});
});

describe("the first format", () => {
	/** As it escaped a user's text. */
	const escaped = (text: string) => text.replace(firstPlaces, "@at@");

	test("is read as it was meant, and is then in the present format", () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(looksAlike, place)), (parts) => {
				const text = parts.map((part) =>
					typeof part === "string"
						? `${escaped(part)}\n`
						: formatText(new HostText([part])),
				);
				const meant = new HostText(
					parts.map((part) => (typeof part === "string" ? `${part}\n` : part)),
				);
				const read = parseFirstFormat(text.join(""));
				assert.deepEqual(read, meant);
				assert.deepEqual(parseText(formatText(read)), meant);
			}),
		);
	});

	test("has names that are no place there in a user's text alone", () => {
		assert.equal(formatText(parseFirstFormat("@prefix@/x")), "@at@prefix@/x");
		assert.equal(formatText(parseFirstFormat("@httpd@/x")), "@httpd@/x");
	});

	test("is what the present format is read as, too: nothing is escaped twice", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const wire = formatText(text);
				assert.equal(formatText(parseFirstFormat(wire)), wire);
			}),
		);
	});
});

const firstPlaces =
	/@(?=(?:at|secret:[a-z0-9-]+(?:\|php)?|arping-package|document-root|httpd|httpd-conf|httpd-modules|httpd-user|ipvs-rules|mariadb-conf|nfs-client|nfs-server|php|php-curl|php-memcached|php-mysql|php-redis|php-zip|redis|stock-page)@)/g;
