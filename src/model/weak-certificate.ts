import type { X509Certificate } from "node:crypto";

/** Signatures by SHA-1 and MD5, as their object identifiers are written in a certificate. */
const weakSignatures: Readonly<Record<string, string>> = {
	"2a864886f70d010104": "MD5",
	"2a864886f70d010105": "SHA-1",
	"2a8648ce380403": "SHA-1",
	"2a8648ce3d0401": "SHA-1",
};

const endsAll =
	"and the web server would stop with all sites of its machine; get one with another key";

/**
 * What makes a certificate too weak for a web server: OpenSSL of Debian and RHEL accepts nothing with less than 112 bits of security. A test of the
 * configuration does not read certificates, so the server would only stop when it starts.
 *
 * @returns Undefined if it is strong enough.
 */
export function weakness(certificate: X509Certificate): string | undefined {
	const { asymmetricKeyType: type, asymmetricKeyDetails: details } =
		certificate.publicKey;
	const bits = details?.modulusLength;
	if (bits !== undefined && bits < 2048)
		return `has ${type === "dsa" ? "a DSA" : "an RSA"} key of ${bits} bits: a web server does not start with fewer than 2048, ${endsAll}`;
	const curve = details?.namedCurve;
	// the name of a curve contains the length of its numbers: prime192v1, secp224r1
	if (curve !== undefined && Number(/\d{3}/.exec(curve)?.[0] ?? 256) < 224)
		return `has a key on the curve ${curve}: a web server does not start with fewer than 224 bits, ${endsAll}`;
	const hash = weakSignatures[signatureOf(certificate.raw)];
	// the signature of a root is never checked
	if (hash !== undefined && !certificate.verify(certificate.publicKey))
		return `is signed by ${hash}: web servers do not start with it, or visitors refuse it; get a new one from its issuer`;
	return undefined;
}

/** The object identifier of a signature, in hexadecimal: the first part of what follows the signed part (RFC 5280, 4.1). */
function signatureOf(certificate: Buffer): string {
	const signed = inside(certificate);
	const algorithm = inside(signed.subarray(lengthOf(signed)));
	return inside(algorithm).toString("hex");
}

/** The contents of an element of DER. */
function inside(element: Buffer): Buffer {
	return element.subarray(headOf(element), lengthOf(element));
}

function headOf(element: Buffer): number {
	const length = element[1] ?? 0;
	return length < 0x80 ? 2 : 2 + (length & 0x7f);
}

/** The whole element. */
function lengthOf(element: Buffer): number {
	const head = headOf(element);
	return (
		head + (head === 2 ? (element[1] ?? 0) : element.readUIntBE(2, head - 2))
	);
}
