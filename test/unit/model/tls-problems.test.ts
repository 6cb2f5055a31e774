import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { tlsProblems } from "../../../src/model/tls-problems.ts";

describe("certificate and key of a site", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-tls-"));
	after(() => rmSync(home, { recursive: true }));
	const make = (name: string) => {
		execFileSync(
			"openssl",
			[
				...["req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"],
				...["-pkeyopt", "ec_paramgen_curve:P-256"],
				...["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`],
				...["-keyout", join(home, "key"), "-out", join(home, "crt")],
			],
			{ stdio: "ignore" },
		);
		return {
			certificate: readFileSync(join(home, "crt"), "utf8"),
			key: readFileSync(join(home, "key"), "utf8"),
		};
	};
	const one = make("*.lab.test");
	const other = make("other.test");
	const problems = (pair: typeof one, ...names: string[]) =>
		tlsProblems("sites.a.tls", { ...pair, names }).map(
			({ path, message }) => `${path}: ${message}`,
		);

	test("that fit are taken, for any name or one of theirs", () => {
		assert.deepEqual(problems(one), []);
		assert.deepEqual(problems(one, "www.lab.test"), []);
	});

	test("a key of another certificate", () => {
		assert.deepEqual(problems({ ...one, key: other.key }), [
			"sites.a.tls.key: does not belong to the certificate, which is for DNS:*.lab.test",
		]);
	});

	test("a name that is not in it", () => {
		assert.deepEqual(problems(one, "www.lab.test", "example.com"), [
			"sites.a.tls.certificate: is for DNS:*.lab.test, and visitors ask for example.com",
		]);
	});

	test("what is none", () => {
		assert.match(
			problems({ ...one, certificate: one.key }).join(),
			/^sites\.a\.tls\.certificate: is no certificate in PEM/,
		);
		assert.match(
			problems({ ...one, key: one.certificate }).join(),
			/^sites\.a\.tls\.key: is no private key in PEM without a passphrase/,
		);
	});
});
