import assert from "node:assert/strict";
import { test } from "node:test";
import { inMarkers } from "../../../../../src/host/block.ts";
import { remarks } from "../../../../../src/host/change/remarks.ts";
import { hostsAnew } from "../../../../../src/host/look/facts/hosts-anew.ts";
import { rendered } from "../../../render/rendered.ts";
import { clean, realServer } from "../../change/example.ts";

const wordpress = rendered("debian").get("wordpress");
assert.ok(wordpress);
const file = wordpress.files["/etc/hosts"];
assert.ok(file?.block);
const user = "/var/lib/cloud/instance/cloud-config.txt:2";
const vendor = "/var/lib/cloud/instance/vendor-cloud-config.txt:2";
const system = "/etc/cloud/cloud.cfg:9";
const dropIn = "/etc/cloud/cloud.cfg.d/99-own.cfg:1";

const place = (
	said: readonly (readonly [string, string])[],
	texts: Readonly<Record<string, string>> = {},
	family: "debian" | "rhel" = "debian",
) =>
	hostsAnew.parse(
		{
			lines: said.map(
				([where, value]) => `${where}:manage_etc_hosts: ${value}`,
			),
			texts: new Map(Object.entries(texts)),
			family,
			owner: "blog-wordpress",
		},
		wordpress,
	);

test("cloud-init writes /etc/hosts anew by any word that YAML and it take for yes, and by no other", () => {
	for (const value of ["true", "True", "yes", "on", '"true"', "template # old"])
		assert.equal(place([[user, value]]), user, value);
	for (const value of ["false", "localhost", "no", ""])
		assert.equal(place([[user, value]]), undefined, value);
	assert.equal(place([]), undefined);
});

test("what the user gave the machine counts before what the cloud gave, and that before the system's files, of which the last one counts", () => {
	assert.equal(
		place([
			[user, "localhost"],
			[vendor, "true"],
			[system, "true"],
		]),
		undefined,
	);
	assert.equal(
		place([
			[vendor, "true"],
			[system, "false"],
		]),
		vendor,
	);
	assert.equal(
		place([
			[system, "true"],
			[dropIn, "false"],
		]),
		undefined,
	);
	assert.equal(
		place([
			[system, "false"],
			[dropIn, "true"],
		]),
		dropIn,
	);
});

test("lines of ours that stand in the template outlast a boot; others there do not", () => {
	const { block = "", content } = file;
	for (const [family, name] of [
		["debian", "debian"],
		["rhel", "redhat"],
	] as const) {
		const path = `/etc/cloud/templates/hosts.${name}.tmpl`;
		const text = (lines: string) =>
			`## template:jinja\n127.0.1.1 {{fqdn}}\n${lines}`;
		const told = (lines: string) =>
			place([[user, "true"]], { [path]: text(lines) }, family);
		assert.equal(told(inMarkers(block, content)), undefined);
		assert.equal(told(inMarkers(block, "127.0.0.1 old.lab.test\n")), user);
		assert.equal(told(""), user);
	}
});

test("up and status tell the place, and the way out for the template", () => {
	const line = (desired: typeof wordpress) =>
		remarks(desired, { ...clean(desired), hostsAnew: user }).filter((each) =>
			each.startsWith("cloud-init"),
		);
	assert.deepEqual(line(wordpress), [
		`cloud-init writes /etc/hosts anew at each boot (manage_etc_hosts, ${user}): our line "${file.content.trim()}" is gone then, until the next up, and requests of the application to itself ask a name server. Once it is there, take it into the template too: sed -n '/^# begin pulumi-lvs ${file.block}$/,/^# end pulumi-lvs ${file.block}$/p' /etc/hosts >>/etc/cloud/templates/hosts.debian.tmpl; or write manage_etc_hosts: localhost`,
	]);
	assert.deepEqual(line(realServer), []);
	assert.equal(hostsAnew.probe?.(realServer, "debian", "x"), "");
});
