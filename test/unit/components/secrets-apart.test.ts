import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { localise } from "../../../src/host/kinds/localise.ts";
import { fillSecrets } from "../../../src/host/secrets.ts";
import {
	Database,
	ObjectCache,
	SessionStore,
	Website,
	WordPress,
} from "../../../src/index.ts";
import type { Desired } from "../../../src/model/desired.ts";
import { formatPlace } from "../../../src/model/wire-text.ts";
import { find, modes, register } from "./register.ts";
import { inClear, isSecret } from "./secrets.ts";

const realServers = {
	rs1: {
		host: {
			address: "192.0.2.2",
			privateKey: "-----BEGIN PRIVATE KEY-----\nTOPSECRET",
		},
		address: "172.18.0.67",
	},
};
const server = { host: { address: "192.0.2.3" }, address: "172.18.0.69" };

/** Every secret of a declaration, given as text that is no Pulumi secret. */
function program() {
	const database = new Database("db", {
		server,
		network: "172.18.0.0/24",
		databases: { shop: { password: "TOPSECRET" } },
		replicas: realServers,
		replicationPassword: "TOPSECRET",
	});
	new WordPress("blog", {
		realServers,
		url: "http://www.lab.test",
		database: database.access("shop"),
		administrator: { user: "chief", password: "TOPSECRET" },
		objects: new ObjectCache("objects", { server, password: "TOPSECRET" }),
	});
	const sessions = new SessionStore("sessions", {
		server,
		type: "redis",
		password: "TOPSECRET",
	});
	new Website("sites", {
		realServers,
		sites: {
			main: {
				php: true,
				sessions,
				files: { privateKey: "a page about keys" },
				phpSettings: { sendmail_from: "shop@php@example" },
			},
		},
	});
}

const hosts = [
	"db-server",
	"db-rs1",
	"blog-rs1",
	"blog-rs1-site",
	"objects-server",
	"sessions-server",
	"sites-rs1",
];

for (const mode of modes)
	suite(`secrets that travel apart, ${mode}`, () => {
		test("stand nowhere in clear", async () => {
			const { resources, outputs } = await register(mode, program);
			assert.doesNotMatch(
				JSON.stringify(inClear([resources, [...outputs]])),
				/TOPSECRET/,
			);
		});

		test("make no secret of what a preview shall show", async () => {
			const registered = await register(mode, program);
			for (const name of hosts)
				assert.equal(isSecret(find(registered, name).desired), false, name);
		});

		test("are known by their place: a file may be called as one", async () => {
			const registered = await register(mode, program);
			assert.match(
				JSON.stringify(find(registered, "sites-rs1").desired),
				/a page about keys/,
			);
		});

		test("have places that no setting of a user's is taken for", async () => {
			const registered = await register(mode, program);
			const desired = find(registered, "sites-rs1").desired as Desired;
			const { files } = localise(fillSecrets(desired, formatPlace), "debian");
			const content = Object.values(files)
				.map(({ content }) => content)
				.join("");
			assert.match(content, /auth=@secret:sessions-password@/);
			assert.match(content, /shop@php@example/);
		});
	});
