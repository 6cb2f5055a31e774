import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
	mkdirSync,
	mkdtempDisposableSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { keepersProbe, parseKeepers } from "../../../../../src/host/keepers.ts";
import { agreedByOthers } from "../../../../../src/host/look/facts/agreed-by-others.ts";
import { nothingOurs } from "../../../../../src/host/ours.ts";
import { nothing } from "../../../../../src/model/desired.ts";

const desired = {
	...nothing,
	vip: "172.18.0.70",
	failover: { routerId: 51, peers: {} },
};

/** What the probes say of a host with these files, and with links `PATH -> TARGET`. A shell runs them. */
function asked(
	files: Readonly<Record<string, string>>,
	links: readonly string[] = [],
) {
	using home = mkdtempDisposableSync(join(tmpdir(), "lvs-keepalived-"));
	const at = (path: string) => join(home.path, path);
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(at(path)), { recursive: true });
		writeFileSync(at(path), text.replaceAll("/srv/", at("srv/")));
	}
	for (const link of links) {
		const [path = "", target = ""] = link.split(" -> ");
		mkdirSync(dirname(at(path)), { recursive: true });
		symlinkSync(at(target), at(path));
	}
	const lines = (probe: string) =>
		execFileSync("sh", {
			input: probe.replaceAll("/etc/keepalived", at("etc/keepalived")),
			encoding: "utf8",
		})
			.replaceAll(home.path, "")
			.split("\n")
			.filter(Boolean);
	const probe = agreedByOthers.probe?.(desired, "debian", "web-director") ?? "";
	return {
		...agreedByOthers.parse(
			{
				lines: lines(probe),
				...{ texts: new Map(), family: "debian", owner: "web-director" },
			},
			desired,
		),
		services: parseKeepers(
			lines(keepersProbe).filter((line) => !line.startsWith("runs ")),
			nothingOurs,
		).keepalived,
	};
}

const conf = "etc/keepalived/keepalived.conf";
const instance =
	"vrrp_instance a {\n\tvirtual_router_id 51\n}\nvirtual_server 172.18.0.70 80 {\n}\n";
const there = (file: string) => ({
	held: [`${file}:2: virtual_router_id 51`],
	unread: [],
	services: ["172.18.0.70 80"],
});
const nowhere = { held: [], unread: [], services: [] };

suite("what the operator's keepalived has", () => {
	test("in its usual file", () => {
		assert.deepEqual(asked({ [conf]: instance }), there(`/${conf}`));
	});

	test("in a file to which a link leads", () => {
		assert.deepEqual(
			asked({ "srv/k.conf": instance }, [`${conf} -> srv/k.conf`]),
			there(`/${conf}`),
		);
	});

	test("in files that it includes from elsewhere, which may include each other", () => {
		assert.deepEqual(
			asked({
				[conf]: "global_defs {\n}\ninclude /srv/ha/*.conf\n",
				"srv/ha/a.conf": "include ../b.conf\n",
				"srv/b.conf": `${instance}include /srv/ha/a.conf\n`,
			}),
			there("/srv/b.conf"),
		);
	});

	test("is not what editors and packages leave beside it", () => {
		const copies = [".bak", ".old", "~", ".dpkg-old", ".rpmsave"].map(
			(end) => [`${conf}${end}`, instance] as const,
		);
		assert.deepEqual(asked(Object.fromEntries(copies)), nowhere);
	});

	test("as a name in place of the number, which cannot be read", () => {
		assert.deepEqual(
			asked({
				[conf]: "$ID=51\nvrrp_instance a {\n\tvirtual_router_id $ID\n}\n",
			}),
			{ ...nowhere, unread: [`/${conf}:3: virtual_router_id $ID`] },
		);
	});

	test("is nothing where it has another number and other services, or there is none", () => {
		assert.deepEqual(asked({ [conf]: "\tvirtual_router_id 151\n" }), nowhere);
		assert.deepEqual(asked({}), nowhere);
	});

	test("is the VIP among its addresses", () => {
		assert.deepEqual(
			asked({ [conf]: "virtual_ipaddress {\n  172.18.0.70/24 dev eth0\n}\n" }),
			{
				...nowhere,
				held: [`/${conf}:2: 172.18.0.70/24 dev eth0`],
			},
		);
	});

	test("is looked for once, whoever asks", () => {
		const probe =
			agreedByOthers.probe?.(desired, "debian", "web-director") ?? "";
		using home = mkdtempDisposableSync(join(tmpdir(), "lvs-keepalived-"));
		const folder = join(home.path, "keepalived");
		mkdirSync(folder);
		writeFileSync(join(folder, "keepalived.conf"), instance);
		const find = 'find() { echo find >&2; command find "$@"; }\n';
		const { stdout, stderr } = spawnSync("sh", {
			input: (find + [keepersProbe, probe, probe].join("\n"))
				.replaceAll("/etc/keepalived", folder)
				.replaceAll(" 2>/dev/null | while", " | while"),
			encoding: "utf8",
		});
		assert.equal(stderr, "find\n");
		assert.equal(
			stdout.split("\n").filter((line) => /virtual_(server|router)/.test(line))
				.length,
			3,
		);
	});
});
