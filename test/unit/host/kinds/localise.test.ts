import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { localise } from "../../../../src/host/kinds/localise.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";

const local = (part: Partial<Desired>) =>
	localise({ ...nothing, ...part }, "rhel");

describe("a desired state in the names of a family", () => {
	test("has them in keys, states and every field of a file", () => {
		const { packages, files, directories, units } = local({
			packages: { "@php@": "installed" },
			files: {
				"@httpd-conf@/x": {
					content: "@at@php@ is @php@\n",
					mode: "644",
					readBy: "others",
					owner: "root:@httpd-user@",
					reloads: "@httpd@",
				},
			},
			directories: { "/srv/@at@php@": "755 @httpd-user@:@httpd-user@" },
			units: { "@httpd@": "enabled active" },
		});
		assert.deepEqual(packages, { "php-fpm": "installed" });
		assert.deepEqual(files, {
			"/etc/httpd/conf.d/x": {
				content: "@php@ is php-fpm\n",
				mode: "644",
				readBy: "others",
				owner: "root:apache",
				reloads: "httpd",
			},
		});
		assert.deepEqual(directories, { "/srv/@php@": "755 apache:apache" });
		assert.deepEqual(units, { httpd: "enabled active" });
	});

	const file = (content: string) => ({
		content,
		mode: "644",
		readBy: "others" as const,
	});
	for (const [what, part, path] of [
		["a key", { packages: { "@htpd@": "installed" } }, "package @htpd@"],
		[
			"a state",
			{ directories: { "/srv": "755 @web@:@web@" } },
			"directory /srv",
		],
		["a content", { files: { "/etc/x": file("a @redsi@\n") } }, "file /etc/x"],
		[
			"a field",
			{ files: { "/etc/x": { ...file("a\n"), reloads: "@nginx@" } } },
			"file /etc/x",
		],
	] as const)
		test(`with a place in ${what} that another version wrote is an error, with the thing and the place`, () => {
			const [place = ""] = /@[a-z]+@/.exec(JSON.stringify(part)) ?? [];
			assert.throws(() => local(part as Partial<Desired>), {
				name: "DeclarationError",
				message: `the desired state: 1 problem\n  ${path}: ${place} stands for something that this version does not know (another version of pulumi-lvs wrote it: use that one, or a later one)`,
			});
		});

	test("has no place for a secret left in it", () => {
		assert.throws(
			() => local({ files: { "/etc/x": file("@secret:k@\n") } }),
			/@secret:k@ was not filled in/,
		);
	});
});
