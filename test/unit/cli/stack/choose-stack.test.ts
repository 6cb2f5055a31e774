import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
	type Choice,
	chooseOwn,
	chooseStack,
	type Known,
} from "../../../../src/cli/stack/choose-stack.ts";

const known: Known = {
	folder: "shop",
	given: undefined,
	variable: undefined,
	hasLab: true,
	settings: new Map(),
};

/** The settings of these stacks, each in a file of its own. */
const settings = (names: readonly string[]) =>
	new Map(names.map((name) => [name, `Pulumi.${name}.yaml`]));

suite("the stack of a folder", () => {
	const cases: readonly [string, Partial<Known>, Choice][] = [
		["with a lab", {}, "lab"],
		["with a lab that was up", { settings: settings(["lab"]) }, "lab"],
		["with a lab, PULUMI_STACK too", { variable: "lab" }, "lab"],
		[
			"with a lab, which is said",
			{ given: "lab", settings: settings(["prod"]) },
			"lab",
		],
		[
			"with a lab, and another is said",
			{ given: "prod", settings: settings(["lab"]) },
			{ own: "prod" },
		],
		["without a lab", { hasLab: false }, { own: undefined }],
		[
			"without a lab, by PULUMI_STACK",
			{ hasLab: false, variable: "prod", settings: settings(["prod", "dev"]) },
			{ own: "prod" },
		],
		[
			"without a lab, --stack before PULUMI_STACK",
			{ hasLab: false, variable: "prod", given: "lab" },
			{ own: "lab" },
		],
	];
	for (const [name, given, choice] of cases)
		test(name, () => {
			assert.deepEqual(chooseStack({ ...known, ...given }), choice);
		});

	for (const [given, choices] of [
		[
			{ settings: settings(["dev", "lab"]) },
			"lab (lab.ts) or dev (Pulumi.dev.yaml)",
		],
		[{ variable: "prod" }, "lab (lab.ts) or prod (PULUMI_STACK)"],
	] as const)
		test(`is refused where it can be ${choices}`, () => {
			const other = /or (\w+)/.exec(choices)?.[1];
			assert.throws(() => chooseStack({ ...known, ...given }), {
				name: "UsageError",
				message: `shop: its stack can be ${choices}; say which: --stack lab or --stack ${other}`,
			});
		});
});

suite("the user's own stack, where none is named", () => {
	const stacks = (...names: string[]) =>
		names.map((name) => ({
			name: name.replace("*", ""),
			current: name.endsWith("*"),
		}));

	test("is the one that is selected, or the only one", () => {
		assert.equal(chooseOwn("shop", stacks("dev", "prod*")), "prod");
		assert.equal(chooseOwn("shop", stacks("dev")), "dev");
	});

	test("is not guessed at", () => {
		assert.throws(() => chooseOwn("shop", stacks("dev", "prod")), {
			name: "UsageError",
			message:
				"shop: no stack is selected; there are dev, prod; say which: --stack dev, or select it: pulumi stack select dev",
		});
		assert.throws(() => chooseOwn("shop", []), {
			name: "UsageError",
			message:
				"shop: it has no stack yet; make one, for example: pulumi stack init prod",
		});
	});
});
