import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, suite, test } from "node:test";
import { tlsProblems } from "../../../src/model/tls-problems.ts";

describe("certificate and key of a site", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-tls-"));
	after(() => rmSync(home, { recursive: true }));
	const openssl = (...words: string[]) =>
		execFileSync("openssl", words, { cwd: home, stdio: "ignore" });
	const read = (name: string) => ({
		certificate: readFileSync(join(home, `${name}.crt`), "utf8"),
		key: readFileSync(join(home, `${name}.key`), "utf8"),
	});
	/** One that is its own root. */
	const make = (name: string, file = "own") => {
		openssl(
			...["req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"],
			...["-pkeyopt", "ec_paramgen_curve:P-256"],
			...["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`],
			...["-keyout", `${file}.key`, "-out", `${file}.crt`],
		);
		return read(file);
	};
	/** One that another one signed. */
	const sign = (name: string, file: string, by: string, ...how: string[]) => {
		openssl(
			...["req", "-nodes", "-newkey", "ec"],
			...["-pkeyopt", "ec_paramgen_curve:P-256", "-subj", `/CN=${name}`],
			...["-addext", `subjectAltName=DNS:${name}`],
			...["-addext", "basicConstraints=CA:TRUE"],
			...["-keyout", `${file}.key`, "-out", `${file}.csr`],
		);
		openssl(
			...["x509", "-req", "-in", `${file}.csr`, "-days", "2"],
			...["-copy_extensions", "copy", "-CAcreateserial"],
			...["-CA", `${by}.crt`, "-CAkey", `${by}.key`, "-out", `${file}.crt`],
			...how,
		);
		return read(file);
	};
	const one = make("*.lab.test");
	const other = make("other.test");
	const root = make("root.test", "root");
	const middle = sign("middle.test", "middle", "root");
	const leaf = sign("www.lab.test", "leaf", "middle");
	const day = (days: number) => new Date(Date.now() + days * 86_400_000);
	const at = (pair: typeof one, now: Date, ...names: string[]) =>
		tlsProblems("sites.a.tls", { ...pair, names }, now).map(
			({ path, message }) => `${path}: ${message}`,
		);
	const problems = (pair: typeof one, ...names: string[]) =>
		at(pair, new Date(), ...names);
	const chain = (...certificates: (typeof one)[]) => ({
		key: leaf.key,
		certificate: certificates.map(({ certificate }) => certificate).join(""),
	});

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

	test("that has its name in the subject alone, which browsers do not read", () => {
		openssl(
			...["req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"],
			...["-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=www.lab.test"],
			...["-keyout", "bare.key", "-out", "bare.crt"],
		);
		const bare = read("bare");
		assert.deepEqual(problems(bare), []);
		assert.deepEqual(problems(bare, "www.lab.test"), [
			"sites.a.tls.certificate: has no name but that of its subject (www.lab.test), which browsers do not read, and visitors ask for www.lab.test; get one with that name as subjectAltName",
		]);
	});

	suite("whose lines a web server does not read", () => {
		const stop = "; the web server would stop with all sites of its machine";
		const all = chain(leaf, middle, root).certificate;
		const by = (change: (text: string) => string) =>
			problems({ key: leaf.key, certificate: change(all) }, "www.lab.test");
		const joined = `sites.a.tls.certificate: has more than -----END CERTIFICATE----- on its line, and programs do not read on there: where files were joined, join them with a line break${stop}`;
		const indented = (mark: string) => [
			`sites.a.tls.certificate: has blanks before -----${mark} CERTIFICATE-----, which programs know at the beginning of a line alone: take them out${stop}`,
		];

		test("files that were joined without a line break", () => {
			for (const between of ["", " ", "# the chain\n"])
				assert.deepEqual(
					by((text) =>
						text.replace(
							"-----END CERTIFICATE-----\n",
							`-----END CERTIFICATE-----${between}`,
						),
					),
					[joined],
					between,
				);
		});

		test("a blank before a beginning, or before an end", () => {
			assert.deepEqual(
				by((text) => `\t${text}`),
				indented("BEGIN"),
			);
			assert.deepEqual(
				by((text) => text.replace("\n-----BEGIN", "\n -----BEGIN")),
				indented("BEGIN"),
			);
			const end = middle.certificate.replace("-----END", " -----END");
			assert.deepEqual(
				by((text) => text.replace(middle.certificate, end)),
				indented("END"),
			);
		});

		test("one that is cut off, or has other characters in it", () => {
			const cut = root.certificate.slice(0, 200);
			for (const last of [cut, root.certificate.replace("\n-----END", "!$&")])
				assert.deepEqual(
					by((text) => text.replace(root.certificate, () => last)),
					[
						`sites.a.tls.certificate: has 3 certificates, and 2 of them can be read: another one is cut off, or something else stands in it${stop}`,
					],
				);
		});

		test("and a text that it reads is taken: words between, ends of lines, blanks behind them", () => {
			for (const change of [
				(text: string) => text.replaceAll("-----BEGIN", "CN = x\n$&"),
				(text: string) => text.replaceAll("\n", "\r\n"),
				(text: string) => text.replaceAll("\n", " \n"),
				(text: string) => `\uFEFF${text}`,
				(text: string) => text.trimEnd(),
			])
				assert.deepEqual(by(change), []);
		});

		test("of a private key", () => {
			for (const key of [` ${one.key}`, `${one.key.trim()}${one.certificate}`])
				assert.match(
					problems({ ...one, key }).join(),
					/^sites\.a\.tls\.key: is no private key in PEM/,
				);
		});
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

	test("one that has ended, or has not begun", () => {
		const [over = "", ...no] = at(one, day(3));
		assert.deepEqual(no, []);
		assert.match(
			over,
			/^sites\.a\.tls\.certificate: ended on \d{4}-\d\d-\d\d \(\*\.lab\.test\): every visitor would be warned/,
		);
		assert.match(
			at(one, day(-1)).join(),
			/^sites\.a\.tls\.certificate: begins on \S+ \(\*\.lab\.test\), and it is \S+; is the clock of this machine right\?$/,
		);
		assert.match(
			at(chain(leaf, middle, root), day(3)).join("\n"),
			/\(www\.lab\.test\)[\s\S]*\(middle\.test\)[\s\S]*\(root\.test\)/,
		);
	});

	test("a chain to its root", () => {
		assert.deepEqual(problems(chain(leaf, middle, root), "www.lab.test"), []);
	});

	suite("that a web server does not start with", () => {
		/** One of this key, signed by itself. */
		const weak = (...words: string[]) => {
			openssl(
				...["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=weak.test"],
				...["-addext", "subjectAltName=DNS:weak.test"],
				...["-keyout", "weak.key", "-out", "weak.crt", ...words],
			);
			return read("weak");
		};

		test("a short RSA key", () => {
			assert.deepEqual(problems(weak("-newkey", "rsa:1024")), [
				"sites.a.tls.certificate: has an RSA key of 1024 bits: a web server does not start with fewer than 2048, and the web server would stop with all sites of its machine; get one with another key (weak.test)",
			]);
			assert.deepEqual(problems(weak("-newkey", "rsa:2048")), []);
		});

		test("a short curve", () => {
			const curve = (name: string) =>
				problems(
					weak("-newkey", "ec", "-pkeyopt", `ec_paramgen_curve:${name}`),
				);
			assert.deepEqual(curve("secp192k1"), [
				"sites.a.tls.certificate: has a key on the curve secp192k1: a web server does not start with fewer than 224 bits, and the web server would stop with all sites of its machine; get one with another key (weak.test)",
			]);
			for (const name of ["secp224r1", "secp384r1", "brainpoolP256r1"])
				assert.deepEqual(curve(name), [], name);
			assert.deepEqual(problems(weak("-newkey", "ed25519")), []);
		});

		test("a signature by SHA-1, but that of a root, which nobody asks", () => {
			const old = sign("www.lab.test", "old", "root", "-sha1");
			const from = (...all: (typeof one)[]) => ({
				key: old.key,
				certificate: all.map(({ certificate }) => certificate).join(""),
			});
			assert.deepEqual(problems(from(old, root)), [
				"sites.a.tls.certificate: is signed by SHA-1: web servers do not start with it, or visitors refuse it; get a new one from its issuer (www.lab.test)",
			]);
			assert.deepEqual(
				problems(
					weak("-sha1", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
				),
				[],
			);
		});
	});

	test("a private key in the certificate, which everybody may read", () => {
		const both = `${one.certificate}${one.key}`;
		assert.deepEqual(problems({ ...one, certificate: both }), [
			"sites.a.tls.certificate: contains a private key, and a certificate can be read in the state and on the hosts; write the key only in key, and get a new pair if others have seen this text",
		]);
	});

	test("a chain without who signed", () => {
		assert.deepEqual(problems(chain(leaf)), [
			"sites.a.tls.certificate: ends with www.lab.test, which middle.test issued, and that is no root that browsers bring: write the issuer's certificate behind it (where it is your own root, that one too)",
		]);
		assert.deepEqual(problems(chain(leaf, root)), [
			"sites.a.tls.certificate: has root.test behind www.lab.test, which middle.test issued; write the issuer's certificate there",
		]);
		assert.deepEqual(
			problems({ ...root, certificate: chain(root, leaf).certificate }),
			[
				"sites.a.tls.certificate: has www.lab.test behind the root root.test; write the site's own certificate first, then the one of its issuer, and so on",
			],
		);
	});
});
