import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { Database, WordPress } from "../../../src/index.ts";
import { modes, register } from "./register.ts";

const host = { address: "192.0.2.2" };
const server = { host, address: "172.18.0.69" };

for (const mode of modes)
	test(`${mode}: a password that was given and cannot stand where it must is refused, with its path`, async () => {
		await assert.rejects(
			register(mode, () => {
				new Database("db", {
					server,
					network: "172.18.0.0/24",
					databases: { shop: { password: "it's" } },
				});
			}),
			/databases\.shop\.password: may only have letters, digits/,
		);
		const { resources } = await register(mode, () => {
			const database = new Database("db", {
				server,
				network: "172.18.0.0/24",
				databases: { shop: {} },
			});
			new WordPress("blog", {
				realServers: { rs1: { host, address: "172.18.0.67" } },
				url: "http://www.lab.test",
				database: database.access("shop"),
				administrator: { password: pulumi.secret("any sign: '\"\\$") },
			});
		});
		assert.ok(resources.some(({ name }) => name === "blog-rs1-site"));
	});
