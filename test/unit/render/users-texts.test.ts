import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { live } from "../../../src/host/change/live.ts";
import { plan } from "../../../src/host/change/plan.ts";
import { localise } from "../../../src/host/kinds/localise.ts";
import { withSecrets } from "../../../src/host/secrets.ts";
import type { Desired } from "../../../src/model/desired.ts";
import { storageDoor } from "../../../src/model/storage.ts";
import { websiteDoor } from "../../../src/model/website.ts";
import { renderSetup } from "../../../src/render/setup.ts";
import { renderStorageMount } from "../../../src/render/storage-mount.ts";
import { renderWebsite } from "../../../src/render/website.ts";
import { clean } from "../host/change/example.ts";
import { applyToModel } from "../host/change/model-host.ts";
import { looksAlike } from "../model/looks-alike.ts";
import * as beside from "./beside.ts";

// Whatever a user writes, in any place of a declaration, is that text on the host.

const onHost = (desired: Desired, secrets: Record<string, string> = {}) =>
	localise(withSecrets(JSON.parse(JSON.stringify(desired)), secrets), "debian");
const text = fc.oneof(looksAlike, fc.string());

describe("a host set-up has on the host", () => {
	test("the texts of the declaration, as paths, contents, owners and units", () => {
		fc.assert(
			fc.property(text, text, text, text, (path, content, owner, unit) => {
				const file = { content, mode: "644", owner, restarts: unit };
				const { files, units, packages } = onHost(
					renderSetup({
						...beside.tools,
						packages: [path],
						files: { [path]: file },
						units: [unit],
					}),
				);
				const { readBy, ...found } = files[path] ?? {};
				assert.deepEqual(found, file);
				assert.deepEqual(Object.keys(files), [path]);
				assert.deepEqual(units, { [unit]: "enabled active" });
				assert.deepEqual(packages, { [path]: "installed" });
			}),
		);
	});
});

describe("shared storage at /mnt/@php@", () => {
	const mount = renderStorageMount(
		storageDoor.parse("files", {
			server: { host: { address: "192.0.2.5" }, address: "172.18.0.69" },
			realServers: {
				rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
			},
			directories: { uploads: { path: "/mnt/@php@" } },
		}),
	);
	const local = onHost(mount);

	test("is mounted there", () => {
		assert.deepEqual(Object.keys(local.conditions), [
			"mounted /mnt/@php@",
			"locked beneath former mounts",
		]);
		assert.match(
			local.files["/usr/local/lib/pulumi-lvs/files/mount"]?.content ?? "",
			/^\/mnt\/@php@ /m,
		);
	});

	test("is seen there", () => {
		const before = clean(local);
		const after = applyToModel(local, before, plan("web", local, before));
		assert.deepEqual(live(mount, after), mount);
	});
});

describe("a website has on the host", () => {
	/** As the web server writes in an expression what begins no variable. */
	const noVariable = (plain: string) => plain.replaceAll(/%(?=\{)|\$/g, "\\$&");
	const declared = (site: object) =>
		websiteDoor.parse("sites", {
			realServers: {
				rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
			},
			sites: { main: site },
		});
	const rendered = (site: object, secrets = {}) =>
		onHost(renderWebsite(declared(site), { name: "rs1" }), secrets);
	const virtualHost = "/etc/apache2/conf-enabled/lvs-site-sites.conf";

	test("the directory that its virtual host serves, also at /srv/@php@", () => {
		const { directories, files } = rendered({
			root: "/srv/@php@",
			files: { "index.html": "by @httpd@\n" },
		});
		assert.deepEqual(directories, { "/srv/@php@": "any" });
		assert.equal(files["/srv/@php@/index.html"]?.content, "by @httpd@\n");
		assert.match(
			files[virtualHost]?.content ?? "",
			/^\tDocumentRoot "\/srv\/@php@"$/m,
		);
	});

	test("any root, page, path and setting as it is, and the private key as it is", () => {
		const [real] = declared({}).sites;
		assert.ok(real);
		fc.assert(
			fc.property(text, text, text, text, (root, path, page, value) => {
				const { files, directories } = onHost(
					renderWebsite(
						{
							...declared({}),
							phpSettings: { one: value },
							sites: [
								{
									...real,
									root: `/srv/${root}`,
									files: { [path]: page },
									php: true,
									phpSettings: { other: page },
									certificate: page,
								},
							],
						},
						{ name: "rs1" },
					),
					{ "main-key": value },
				);
				const { [`/srv/${root}/${path}`]: index, [virtualHost]: conf } = files;
				assert.equal(index?.content, page.replaceAll("{{realServer}}", "rs1"));
				assert.ok(`/srv/${root}` in directories);
				for (const line of [
					`DocumentRoot "/srv/${root}"`,
					`php_value one "${value}"`,
					`php_value other "${page}"`,
					`ProxyFCGISetEnvIf true PHP_VALUE "one=${noVariable(value)}\\nother=${noVariable(page)}"`,
				])
					assert.ok(conf?.content.includes(line), line);
				assert.equal(files["/etc/pulumi-lvs/sites-main.crt"]?.content, page);
				assert.equal(
					files["/etc/pulumi-lvs/sites-main.key"]?.content,
					`${value}\n`,
				);
			}),
		);
	});
});
