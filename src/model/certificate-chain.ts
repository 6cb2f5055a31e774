import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";

/** Each part of a text that looks like a certificate in PEM, in its order. */
export function pemsIn(text: string): readonly string[] {
	return (
		text.match(
			/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g,
		) ?? []
	);
}

/**
 * The certificates of a text in PEM, in its order.
 *
 * @throws Error where one of them cannot be read.
 */
export function certificatesIn(text: string): X509Certificate[] {
	return pemsIn(text).map((pem) => new X509Certificate(pem));
}

/**
 * What is wrong with a chain that a web server sends: each certificate must be followed by the one of its issuer, and the last one must be a root or be issued
 * by a root that browsers bring. If the server leaves an intermediate certificate out, clients cannot find the way to the root.
 *
 * @param chain at least one, the site's own first.
 * @returns Undefined where nothing is wrong.
 */
export function chainProblem(
	chain: readonly X509Certificate[],
): string | undefined {
	for (const [index, certificate] of chain.entries()) {
		const next = chain[index + 1];
		if (issuedBy(certificate, certificate)) {
			if (next !== undefined)
				return `has ${nameOf(next.subject)} behind the root ${nameOf(certificate.subject)}; write the site's own certificate first, then the one of its issuer, and so on`;
			return undefined;
		}
		if (next === undefined)
			return isKnownRoot(certificate.issuer)
				? undefined
				: `ends with ${nameOf(certificate.subject)}, which ${nameOf(certificate.issuer)} issued, and that is no root that browsers bring: write the issuer's certificate behind it (where it is your own root, that one too)`;
		if (!issuedBy(certificate, next))
			return `has ${nameOf(next.subject)} behind ${nameOf(certificate.subject)}, which ${nameOf(certificate.issuer)} issued; write the issuer's certificate there`;
	}
	return undefined;
}

function issuedBy(certificate: X509Certificate, issuer: X509Certificate) {
	return (
		certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
	);
}

let knownRoots: Set<string> | undefined;

/** Whether it is among the roots that Node brings, which are Mozilla's. They are only read on the first call, as this takes some 30 ms. */
function isKnownRoot(issuer: string): boolean {
	knownRoots ??= new Set(
		rootCertificates.map((pem) => new X509Certificate(pem).subject),
	);
	return knownRoots.has(issuer);
}

/** The common name of `C=US\nO=Let's Encrypt\nCN=R3`, else the whole text. */
export function nameOf(subject: string): string {
	return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll("\n", ", ");
}
