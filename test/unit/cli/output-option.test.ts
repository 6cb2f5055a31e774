import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { exitCode } from "../../../src/cli/exit-code.ts";
import { run } from "../../../src/cli/run.ts";

suite("-o takes the same words everywhere, and refuses others", () => {
	for (const verb of [
		..."up,preview,refresh,destroy,check,status,zero,forget rs1,drain rs1,undrain rs1,render,explain,diagnose,doctor,init,import -,lab new,lab up,lab down,lab status,lab reset,lab reboot rs1,lab logs rs1,lab capture rs1,lab cache,lab cache build,lab cache clear".split(
			",",
		),
	])
		for (const word of ["xml", "table", "program"])
			test(`lvsctl ${verb} -o ${word}`, async (context) => {
				const said = context.mock.method(process.stderr, "write", () => true);
				await assert.rejects(
					run([...verb.split(" "), "-o", word]),
					(error: Error) => {
						assert.equal(exitCode(error), 2);
						return true;
					},
				);
				assert.equal(
					said.mock.calls[0]?.arguments[0],
					`error: option '-o, --output <form>' argument '${word}' is invalid. Allowed choices are text, json.\n`,
				);
			});
});
