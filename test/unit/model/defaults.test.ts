import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { defaults, sitePort } from "../../../src/model/defaults.ts";

/** File, interface and option -> what its documentation must say, as that cannot read the constant. */
const documented: readonly (readonly [string, string, string, unknown])[] = [
	["host", "HostConnection", "port", defaults.sshPort],
	["host", "HostConnection", "user", defaults.user],
	["declaration", "ClusterDeclaration", "drainSeconds", defaults.drainSeconds],
	["open-filters", "FilterDeclaration", "openFilters", defaults.openFilters],
	["declaration", "RealServerDeclaration", "weight", defaults.weight],
	["declaration", "TunnelDeclaration", "type", defaults.tunnelType],
	["declaration", "TunnelDeclaration", "port", defaults.guePort],
	["service-declaration", "ServiceSettings", "scheduler", defaults.scheduler],
	["service-declaration", "PersistenceDeclaration", "mask", defaults.mask],
	["storage", "StorageDeclaration", "owner", defaults.storageOwner],
	[
		"object-cache",
		"ObjectCacheDeclaration",
		"megabytes",
		defaults.objectMegabytes,
	],
	["object-cache", "ObjectCacheDeclaration", "port", defaults.objectPort],
	[
		"session-store",
		"SessionStoreDeclaration",
		"megabytes",
		defaults.sessionMegabytes,
	],
	[
		"session-store",
		"SessionStoreDeclaration",
		"lockSeconds",
		defaults.sessionLockSeconds,
	],
	["php-fpm", "PhpFpmDeclaration", "workers", defaults.webWorkers],
	["website-declaration", "WebsiteDeclaration", "header", defaults.header],
	["website-declaration", "SiteDeclaration", "port", sitePort(false)],
];

for (const [file, type, option, value] of documented)
	test(`the documentation of ${type}.${option} names its default`, () => {
		const source = readFileSync(
			new URL(`../../../src/model/${file}.ts`, import.meta.url),
			"utf8",
		);
		const [, declared = ""] = source.split(
			new RegExp(`export interface ${type}(?: extends \\w+)? \\{`),
		);
		const [before = ""] = declared.split(`\treadonly ${option}?:`);
		const documentation = before.slice(before.lastIndexOf("/**"));
		assert.match(
			documentation.replace(/\s+\*\s+/g, " "),
			new RegExp(`\\bDefault ${JSON.stringify(value)}[.,]`),
		);
	});
