import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parsePublicKey } from "../../../src/model/public-key.ts";
import {
	fingerprint,
	hostKeyAlgorithms,
	judgeHostKey,
} from "../../../src/ssh/host-key.ts";
import { HostKeyError } from "../../../src/ssh/host-key-error.ts";
import { lookUpKnownHosts } from "../../../src/ssh/known-hosts.ts";

const ed =
	"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPyWDLzwjqYQmHakuTz2eqoYyG8+C9f3OHa7pGpUCHfW";
const other =
	"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

function key(line: string) {
	const parsed = parsePublicKey(line);
	assert.ok(parsed);
	return parsed;
}

/** How a host stands that shows the key `ed`. */
function standing(text: string, address = "lb.example", port = 22) {
	return judgeHostKey(
		key(ed),
		lookUpKnownHosts(text, { address, port }, "file"),
	);
}

const cases: [
	name: string,
	text: string,
	standing: string,
	address?: string,
	port?: number,
][] = [
	["plain name", `lb.example ${ed} comment`, "expected"],
	["one of several names", `10.0.0.1,lb.example ${ed}`, "expected"],
	["upper case", `LB.example ${ed}`, "expected", "lb.EXAMPLE"],
	["another host only", `rs1.example ${ed}`, "unknown"],
	["a dot is no wildcard", `lbxexample ${ed}`, "unknown"],
	["part of a name", `b.example ${ed}`, "unknown"],
	["comment line", `# lb.example ${ed}`, "unknown"],
	["another key", `lb.example ${other}`, "changed"],
	["another key first", `lb.example ${other}\nlb.example ${ed}`, "expected"],
	["port", `[lb.example]:2222 ${ed}`, "expected", "lb.example", 2222],
	["other port", `[lb.example]:2222 ${ed}`, "unknown", "lb.example", 2223],
	[
		"port 22 needs no brackets",
		`lb.example ${ed}`,
		"unknown",
		"lb.example",
		2222,
	],
	["star", `*.example ${ed}`, "expected"],
	["question mark", `l?.example ${ed}`, "expected"],
	["star inside brackets", `[*]:2222 ${ed}`, "expected", "10.0.0.9", 2222],
	["negation", `*.example,!lb.example ${ed}`, "unknown"],
	["negation of another", `*.example,!rs1.example ${ed}`, "expected"],
	["revoked", `lb.example ${ed}\n@revoked * ${ed}`, "revoked"],
	["another key revoked", `lb.example ${ed}\n@revoked * ${other}`, "expected"],
	["authority", `@cert-authority *.example ${ed}`, "unknown"],
	["no key", "lb.example ssh-ed25519", "unknown"],
	[
		"key of another type than it says",
		`lb.example ssh-rsa ${ed.split(" ")[1]}`,
		"unknown",
	],
	["a key that was cut off", `lb.example ${ed.slice(0, -4)}`, "unknown"],
	["CR LF", `lb.example ${ed}\r\n`, "expected"],
];

for (const [name, text, expected, address, port] of cases)
	test(`known_hosts: ${name}`, () => {
		assert.equal(standing(text, address, port), expected);
	});

test("known_hosts hashed by ssh-keygen, and fingerprints as it prints them", () => {
	const folder = mkdtempSync(join(tmpdir(), "known-hosts-"));
	try {
		const file = join(folder, "known_hosts");
		writeFileSync(file, `lb.example ${ed}\n[10.0.0.1]:2222 ${ed}\n`);
		const printed = execFileSync("ssh-keygen", ["-lf", file], {
			encoding: "utf8",
		});
		assert.ok(printed.includes(fingerprint(key(ed))));
		execFileSync("ssh-keygen", ["-Hf", file], { stdio: "ignore" });
		const hashed = readFileSync(file, "utf8");
		assert.ok(!hashed.includes("lb.example"));
		assert.equal(standing(hashed), "expected");
		assert.equal(standing(hashed, "10.0.0.1", 2222), "expected");
		assert.equal(standing(hashed, "10.0.0.1"), "unknown");
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("the expected key's algorithms are offered first, an RSA key's with both hashes", () => {
	const accepted = [{ type: "ssh-rsa", blob: Buffer.alloc(0) }];
	const offered = hostKeyAlgorithms({
		accepted,
		revoked: [],
		authorities: 0,
		source: "hostKey",
	});
	assert.deepEqual(offered.slice(0, 4), [
		"rsa-sha2-512",
		"rsa-sha2-256",
		"ssh-rsa",
		"ssh-ed25519",
	]);
	assert.equal(new Set(offered).size, offered.length);
});

test("an authority of known_hosts is not used, and the error of an unknown host says so", () => {
	const host = { address: "lb.example", port: 22 };
	const error = (text: string) =>
		new HostKeyError(host, "unknown", key(ed), {
			expected: lookUpKnownHosts(text, host, "file"),
		}).message;
	const said =
		/@cert-authority line is not used, as certificates of SSH are not supported: add the host's own key\.\n/;
	assert.match(error(`@cert-authority *.example ${other}`), said);
	for (const text of ["", `@cert-authority *.test ${other}`])
		assert.doesNotMatch(error(text), /cert-authority/);
});
