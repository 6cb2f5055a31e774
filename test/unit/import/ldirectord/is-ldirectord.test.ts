import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { isLdirectord } from "../../../../src/import/ldirectord/is-ldirectord.ts";

suite("a ldirectord.cf is recognised", () => {
	for (const text of [
		"# shop\n\nchecktimeout=3\nvirtual=192.0.2.80:80\n",
		"virtual = 7\n\treal = 10.0.0.11 gate\n",
		"virtual6=[2001:db8::80]:80\n",
		// it is told that this does not work
		"  virtual=192.0.2.80:80\n",
	])
		test(JSON.stringify(text), () => {
			assert.equal(isLdirectord(text), true);
		});

	for (const text of [
		"virtual_server 192.0.2.80 80 {\n}\n",
		"# virtual=192.0.2.80:80\n",
		"virtual_alias_domains = example.com\n",
		"",
	])
		test(`and not in ${JSON.stringify(text)}`, () => {
			assert.equal(isLdirectord(text), false);
		});
});
