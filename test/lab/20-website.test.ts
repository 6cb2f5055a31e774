import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { certify } from "../certify.ts";
import { sharedLab } from "./shared-lab.ts";

// Two sites by HTTPS beside one by HTTP, joined by a mark: a client's pages all come from one real server. The program is
// examples/website-tls.

/** The example, on the lab's link. */
const program = readFileSync(
	new URL("../../examples/website-tls/index.ts", import.meta.url),
	"utf8",
).replaceAll("192.0.2.", "172.18.0.");
const hosts = `
import { lab } from "pulumi-lvs/lab";
export const hosts = lab();
`;

describe("web sites with TLS behind LVS", () => {
	const lab = sharedLab("labs/03-fwmark");
	const pem = (name: string) => join(lab().folder, "certificates", name);
	const certifyAnew = (name: string) =>
		certify(join(lab().folder, "certificates"), name);
	/** As the client sees it that trusts this very certificate. */
	const visit = async (scheme: string, name: string) => {
		const trust = await lab().lvsctl(
			["lab", "exec", "client", "--", "sh", "-c", "cat >/tmp/trusted.crt"],
			readFileSync(pem(`${name}.crt`)),
		);
		assert.equal(trust.exit, 0, trust.stderr);
		return lab().run(
			"client",
			...["curl", "-sS", "-i", "-m", "20", "--cacert", "/tmp/trusted.crt"],
			...["--connect-to", "::172.18.0.70:", `${scheme}://${name}/`],
		);
	};
	const up = async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["up", "--no-refresh"]);
		return { exit, said: stdout + stderr };
	};
	const ready = async () => {
		const { exit, said } = await up();
		assert.equal(exit, 0, said);
		return said;
	};

	before(() => {
		mkdirSync(join(lab().folder, "certificates"));
		writeFileSync(join(lab().folder, "index.ts"), program);
		writeFileSync(join(lab().folder, "hosts.ts"), hosts);
		certifyAnew("www.lab.test");
		certifyAnew("shop.lab.test");
	});

	test("each site has its own certificate, and a client's pages come from one real server", async () => {
		await ready();
		const answers = [
			await visit("http", "www.lab.test"),
			await visit("https", "www.lab.test"),
			await visit("https", "shop.lab.test"),
		];
		const bodies = answers.map((answer) => answer.split("\r\n\r\n").at(-1));
		const [, server] = /^plain (rs[12])$/.exec(bodies[0] ?? "") ?? [];
		assert.deepEqual(bodies, [
			`plain ${server}`,
			`safe ${server}`,
			`shop ${server}`,
		]);
		for (const answer of answers) assert.doesNotMatch(answer, /x-real-server/i);
	});

	test("its private key is nobody else's, and in no state", async () => {
		assert.equal(
			await lab().run(
				"rs1",
				"stat",
				"-c",
				"%a %U",
				"/etc/pulumi-lvs/sites-safe.key",
			),
			"600 root",
		);
		const state = readFileSync(
			join(lab().directory, "pulumi/.pulumi/stacks/lvs-03-fwmark/lab.json"),
			"utf8",
		);
		const [, , secret = "none"] = readFileSync(
			pem("www.lab.test.key"),
			"utf8",
		).split("\n");
		assert.ok(!state.includes(secret));
	});

	test("a new certificate is served without a restart, and the director is not touched", async () => {
		const apache = () =>
			lab().run("rs1", "systemctl", "show", "-p", "MainPID", "apache2");
		const before = await apache();
		certifyAnew("www.lab.test");
		const said = await ready();
		assert.match(said, /Website sites-rs1 updated/);
		assert.doesNotMatch(said, /Director/);
		assert.match(await visit("https", "www.lab.test"), /safe rs[12]$/);
		assert.equal(await apache(), before);
	});

	test("a key of another certificate is refused before any host is touched: all sites would die of it", async () => {
		const own = readFileSync(pem("www.lab.test.key"));
		writeFileSync(
			pem("www.lab.test.key"),
			readFileSync(pem("shop.lab.test.key")),
		);
		const { exit, said } = await up();
		assert.equal(exit, 2, said);
		assert.match(
			said,
			/sites\.safe\.tls\.key: does not belong to the certificate, which is for DNS:www\.lab\.test/,
		);
		writeFileSync(pem("www.lab.test.key"), own);
		assert.doesNotMatch(await ready(), /updated/);
	});

	test("destroy takes sites and keys", async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["destroy"]);
		assert.equal(exit, 0, stdout + stderr);
		assert.equal(
			await lab().run(
				"rs1",
				...["sh", "-c"],
				"ls -d /etc/pulumi-lvs /var/www/lvs-sites 2>/dev/null || true; ss -ltnH 'sport = 443'",
			),
			"",
		);
	});
});
