import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { live } from "../../../src/host/change/live.ts";
import { plan } from "../../../src/host/change/plan.ts";
import { localise } from "../../../src/host/kinds/localise.ts";
import { withSecrets } from "../../../src/host/secrets.ts";
import type { Desired, Role } from "../../../src/model/desired.ts";
import { setupDoor } from "../../../src/model/setup.ts";
import { websiteDoor } from "../../../src/model/website.ts";
import { textFormat } from "../../../src/model/wire-text.ts";
import { desiredIn } from "../../../src/provider/desired-in.ts";
import type {
	HostInputs,
	HostOutputs,
} from "../../../src/provider/host-inputs.ts";
import { hostResource } from "../../../src/provider/host-resource.ts";
import { readDesired } from "../../../src/provider/read-desired.ts";
import { renderSetup } from "../../../src/render/setup.ts";
import { renderWebsite } from "../../../src/render/website.ts";
import { clean } from "../host/change/example.ts";
import { applyToModel } from "../host/change/model-host.ts";
import { connection } from "../model/declared.ts";

// States that commit 20ed5ab wrote, of users who have @ in their texts, and what it put on the host. Each was declared as below.
const written = JSON.parse(
	readFileSync(join(import.meta.dirname, "first-format.json"), "utf8"),
) as Record<string, { readonly state: Desired; readonly onHost: Desired }>;

const secrets = { "sessions-password": "p@php@w" };
const site = (declared: object, php = {}) =>
	renderWebsite(
		websiteDoor.parse("sites", {
			realServers: {
				rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
			},
			sites: { main: declared },
			...php,
		}),
		{ name: "rs1" },
	);
/** The web server did not start where PHP is switched off. */
const endedWithoutPhp = `# Debian's web server runs PHP itself, others hand it to php-fpm
<IfModule !php_module>
	<IfModule !proxy_fcgi_module>
		Error "PHP is installed, and switched off in this web server: switch it on (a2enmod), then run up again"
	</IfModule>
</IfModule>
`;

/** Sessions of redis were locked in other words then, and php-fpm was told of settings in others. */
function inWordsOfThen(declared: object): Desired {
	return JSON.parse(JSON.stringify(site(declared)), (key, value) =>
		key === "content"
			? String(value)
					.replace(/\t\tphp_value \S+lock_(expire|wait_time) .*\n/g, "")
					.replace(/redis\.session\.lock_(expire|wait_time)=\d+\\n/g, "")
					.replace(/(lock_retries(?:=| "))\d+/g, "$1-1")
					.replace("ProxyFCGISetEnvIf true ", "SetEnv ")
					.replace(/\t# Debian's web server runs .*\n/, "")
					.replace(
						/\t\t<IfModule proxy_fcgi_module>\n\t(\t\t.*\n)\t\t<\/IfModule>\n\t\t<IfModule !proxy_fcgi_module>\n(?:.*\n){2}\t\t<\/IfModule>\n(?:.*\n){2}\t\t<\/IfDefine>\n/,
						"$1",
					)
					.replace(
						/(mod_headers\.so\n|headers@\n)(<\/IfModule>\n)(?=\n# )/,
						`$1$2${endedWithoutPhp}`,
					)
			: value,
	) as Desired;
}

const today: Readonly<Record<string, { role: Role; desired: Desired }>> = {
	setup: {
		role: "setup",
		desired: renderSetup(
			setupDoor.parse("tools", {
				hosts: { rs1: { address: "192.0.2.2" } },
				packages: ["mc"],
				files: {
					"/etc/tools@home.conf": {
						content:
							"prefix=@prefix@\nphp=@php@\nat=@at@\nmail=ann@example.org\nkey=@secret:k@\n",
						restarts: "tools@one",
					},
				},
				units: ["tools@one"],
			}),
		),
	},
	website: {
		role: "website",
		desired: inWordsOfThen({
			root: "/srv/a@b@c",
			php: true,
			files: { "index.html": "{{realServer}} @httpd@ @version@\n" },
			sessions: {
				name: "sessions",
				type: "redis",
				address: "172.18.0.69",
				port: 6379,
				lockSeconds: 120,
			},
			phpSettings: {
				sendmail_from: "shop@php@example",
			},
		}),
	},
};

const inputs = (role: Role, desired: Desired): HostInputs => ({
	component: "web",
	role,
	name: "rs1",
	connection: connection(22),
	desired,
	follows: {},
});

describe("a state of the first format", () => {
	for (const [name, { state, onHost }] of Object.entries(written))
		test(`is read as it was meant: ${name}`, () => {
			const local = localise(
				withSecrets(desiredIn({ desired: state }), secrets),
				"debian",
			);
			assert.deepEqual(local, readDesired(onHost));
		});

	for (const [name, { role, desired }] of Object.entries(today)) {
		const { state, onHost } = written[name] ?? {};
		assert.ok(state && onHost);

		test(`is what is declared today: ${name}`, () => {
			// what only decides whether `up` refuses came later; that packets of a site's sessions must pass, and that who runs PHP has a unit, are changes, which
			// do nothing on the host
			const { passes: _, ...others } = desired;
			const { "@php-unit@": ___, ...units } = others.units;
			const declared = { ...others, units };
			const { web: __, ...then } = declared;
			assert.deepEqual(desiredIn({ desired: state }), then);
			const { changed } = hostResource.diff(
				inputs(role, state) as HostOutputs,
				{ ...inputs(role, declared), textFormat },
			);
			assert.equal(changed, false);
		});

		test(`leaves nothing to do on its host: ${name}`, () => {
			const owner = `web-${role}`;
			const then = readDesired(onHost);
			const before = clean(then);
			const host = applyToModel(then, before, plan(owner, then, before));
			const local = localise(withSecrets(desired, secrets), "debian");
			assert.deepEqual(plan(owner, local, host), []);
			assert.deepEqual(live(desired, host, secrets), desired);
		});
	}

	test("of a root that was taken for a name is another one than today's", () => {
		const { state } = written["renamed website"] ?? {};
		assert.ok(state);
		const desired = site({ root: "/srv/@php@", files: { "index.html": "x" } });
		assert.deepEqual(Object.keys(desiredIn({ desired: state }).directories), [
			"/srv/@php@",
		]);
		assert.deepEqual(Object.keys(desired.directories), ["/srv/@at@php@"]);
	});
});

describe("a state of the present format", () => {
	test("is read as it stands", () => {
		const { desired } = today.website ?? {};
		assert.ok(desired);
		assert.equal(
			JSON.stringify(desiredIn({ desired, textFormat })),
			JSON.stringify(desired),
		);
	});

	test("with a name of another version is an error where it is needed", () => {
		const desired = site({});
		const packages = { ...desired.packages, "@nginx@": "installed" };
		const read = desiredIn({ desired: { ...desired, packages }, textFormat });
		assert.throws(() => localise(read, "debian"), /package @nginx@: @nginx@/);
	});
});

test("a state of a format that is to come is an error", () => {
	const { desired } = today.setup ?? {};
	assert.ok(desired);
	assert.throws(() => desiredIn({ desired, textFormat: 3 }), {
		name: "DeclarationError",
		message: /textFormat: 3, which a later version of pulumi-lvs wrote/,
	});
});
