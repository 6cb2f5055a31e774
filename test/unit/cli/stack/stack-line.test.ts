import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { stackLine } from "../../../../src/cli/stack/stack-line.ts";
import type { Role } from "../../../../src/model/desired.ts";

suite("which stack a verb speaks of", () => {
	const stack = { folder: "/labs/02-dr", name: "prod", environment: {} };
	const host = (
		name: string,
		role: Role,
		port?: number,
		component = "web",
	) => ({
		component,
		name,
		role,
		connection: {
			address: `192.0.2.${name.length}`,
			...(port === undefined ? {} : { port }),
		},
	});

	test("with its hosts, each once, directors first", () => {
		assert.equal(
			stackLine(stack, [
				host("rs10", "real-server"),
				host("rs9", "real-server", 2222),
				host("rs9", "website", 2222),
				host("z", "director"),
			]),
			"stack prod: z 192.0.2.1, rs9 192.0.2.3:2222, rs10 192.0.2.4",
		);
	});

	test("with each machine, where several have one name", () => {
		assert.equal(
			stackLine(stack, [
				host("lb", "director", 2201),
				host("rs1", "real-server", 2203),
				host("lb", "director", 2202, "api"),
				host("rs1", "real-server", 2203, "api"),
			]),
			"stack prod: web/lb 192.0.2.2:2201, api/lb 192.0.2.2:2202, rs1 192.0.2.3:2203",
		);
	});

	test("without a state", () => {
		assert.equal(stackLine(stack, []), "stack prod");
	});

	test("of a lab, with its machines", () => {
		const machines = new Map([["lb", "172.18.0.66"]]);
		assert.equal(
			stackLine({ ...stack, name: "lab", machines }, []),
			"stack lab of lab 02-dr: lb 172.18.0.66",
		);
	});

	test("of many hosts, shortly", () => {
		const many = Array.from({ length: 30 }, (_, at) =>
			host(`rs${at}`, "real-server"),
		);
		assert.match(
			stackLine(stack, many),
			/^stack prod: rs0 .*, rs7 192\.0\.2\.3, and 22 more$/,
		);
	});
});
