import assert from "node:assert/strict";
import { test } from "node:test";
import { DeclarationError } from "../../../src/errors.ts";
import { parseDefinition } from "../../../src/lab/definition.ts";

const options = { subject: "lab.ts", defaultName: "folder" };
const good = {
	links: { lan: "172.18.0.0/24" },
	machines: { lb: { lan: "172.18.0.66" } },
};

test("a good definition gets its defaults", () => {
	assert.deepEqual(parseDefinition(good, options), {
		...good,
		name: "folder",
		running: {},
		memory: 512,
	});
});

const wrong: [what: string, definition: unknown, problems: RegExp[]][] = [
	["nothing", undefined, [/^lab: /]],
	["an unknown key", { ...good, mem: 1 }, [/^lab: .*mem/]],
	[
		"a bad prefix",
		{ ...good, links: { lan: "172.18.0.0" } },
		[/^links\.lan: 172\.18\.0\.0 is not an IPv4 prefix/],
	],
	[
		"host bits in a prefix",
		{ ...good, links: { lan: "172.18.0.7/24" } },
		[/^links\.lan: .*write 172\.18\.0\.0\/24/],
	],
	[
		"the management network",
		{ links: { lan: "10.0.0.0/8" }, machines: { lb: { lan: "10.1.1.1" } } },
		[/^links\.lan: .*overlaps 10\.0\.2\.0\/24/],
	],
	[
		"an address off its link",
		{ ...good, machines: { lb: { lan: "172.18.1.66" } } },
		[/^machines\.lb\.lan: 172\.18\.1\.66 is outside 172\.18\.0\.0\/24/],
	],
	[
		"a duplicate address",
		{
			...good,
			machines: { lb: { lan: "172.18.0.6" }, rs: { lan: "172.18.0.6" } },
		},
		[/^machines\.rs\.lan: 172\.18\.0\.6 is the address of lb already/],
	],
	[
		"the network's own address",
		{ ...good, machines: { lb: { lan: "172.18.0.255" } } },
		[/^machines\.lb\.lan: 172\.18\.0\.255 is the network or broadcast/],
	],
	[
		"an unknown link",
		{ ...good, machines: { lb: { wan: "172.18.0.66" } } },
		[/^machines\.lb\.wan: there is no link wan; links are lan/],
	],
	[
		"a machine on no link",
		{ ...good, machines: { lb: {} } },
		[/^machines\.lb: is on no link/],
	],
	[
		"a machine name that is no host name",
		{ ...good, machines: { "LB 1": { lan: "172.18.0.66" } } },
		[/^machines\.LB 1: not a usable name: .*lower case/],
	],
	["too little memory", { ...good, memory: 64 }, [/^memory: .*128/]],
	[
		"several problems at once",
		{
			links: { lan: "x" },
			machines: { lb: { wan: "172.18.0.66" }, rs: { lan: "y" } },
		},
		[/^links\.lan/, /^machines\.lb\.wan/, /^machines\.rs\.lan: y is not/],
	],
];
for (const [what, definition, problems] of wrong)
	test(`${what} is refused`, () => {
		assert.throws(
			() => parseDefinition(definition, options),
			(error: unknown) => {
				assert.ok(error instanceof DeclarationError);
				const lines = error.problems.map((p) => `${p.path}: ${p.message}`);
				assert.equal(lines.length, problems.length, lines.join("\n"));
				problems.forEach((pattern, i) => {
					assert.match(lines[i] ?? "", pattern);
				});
				return true;
			},
		);
	});
