import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { isEncrypted } from "../../../src/model/encrypted-key.ts";
import { readPrivateKey } from "../../../src/model/host-leaves.ts";

const lock = { cipher: "aes-256-cbc", passphrase: "x" };
const pem = (type: "pkcs1" | "pkcs8", locked: boolean) =>
	generateKeyPairSync("rsa", {
		modulusLength: 2048,
		publicKeyEncoding: { type: "spki", format: "pem" },
		privateKeyEncoding: { type, format: "pem", ...(locked ? lock : {}) },
	}).privateKey;

/** The beginning of a key of OpenSSH's. */
function openSsh(cipher: string): string {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(cipher.length);
	const blob = Buffer.concat([
		Buffer.from("openssh-key-v1\0"),
		length,
		Buffer.from(`${cipher} and the rest`),
	]);
	return `-----BEGIN OPENSSH PRIVATE KEY-----\n${blob.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

const putty = (cipher: string) =>
	`PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: ${cipher}\nComment: it\n`;

for (const [what, key, expected] of [
	["PKCS 1", pem("pkcs1", false), false],
	["PKCS 1, locked", pem("pkcs1", true), true],
	["PKCS 8", pem("pkcs8", false), false],
	["PKCS 8, locked", pem("pkcs8", true), true],
	["OpenSSH", openSsh("none"), false],
	["OpenSSH, locked", openSsh("aes256-ctr"), true],
	["PuTTY", putty("none"), false],
	["PuTTY, locked", putty("aes256-cbc"), true],
] as const)
	test(`a private key that nobody could open is refused: ${what}`, () => {
		assert.equal(isEncrypted(key), expected);
		assert.equal("problem" in readPrivateKey(key), expected);
	});
