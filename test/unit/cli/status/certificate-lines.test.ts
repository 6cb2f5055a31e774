import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { certificateLines } from "../../../../src/cli/status/certificate-lines.ts";
import { nothing } from "../../../../src/model/desired.ts";
import { certify } from "../../../certify.ts";

describe("how long certificates are good", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-certificates-"));
	after(() => rmSync(home, { recursive: true }));
	certify(home, "www.lab.test");
	const file = (content: string) => ({
		content,
		mode: "644",
		readBy: "others" as const,
	});
	const desired = {
		...nothing,
		files: {
			"/etc/pulumi-lvs/blog.crt": file(
				readFileSync(join(home, "www.lab.test.crt"), "utf8"),
			),
			"/etc/broken.crt": file(
				"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n",
			),
			"/etc/motd": file("hello\n"),
		},
	};
	const day = (days: number) => new Date(Date.now() + days * 86_400_000);

	test("is told of each, and what must be done soon", () => {
		assert.match(
			certificateLines(desired, day(-30)).join("\n"),
			/^the certificate of www\.lab\.test is good for 3[12] days, until \d{4}-\d\d-\d\d$/,
		);
		assert.match(
			certificateLines(desired, day(0.5)).join("\n"),
			/ is good for 1 day, until \S+: renew it, and run up$/,
		);
		assert.match(
			certificateLines(desired, day(3)).join("\n"),
			/ ended on \S+: every visitor is warned/,
		);
		assert.deepEqual(certificateLines(nothing), []);
	});
});
