import { createPrivateKey, type X509Certificate } from "node:crypto";
import type { Problem } from "../errors.ts";
import { certificatesIn, chainProblem, nameOf } from "./certificate-chain.ts";
import { pemProblem } from "./pem-problem.ts";
import { weakness } from "./weak-certificate.ts";

/** A certificate (with its chain) and its private key, both as text in PEM. */
export interface Pair {
	readonly certificate: string;
	readonly key: string;
	/** The host names that visitors ask for; empty: any name. */
	readonly names: readonly string[];
}

/**
 * Finds what is wrong with a certificate and its key. A web server that reads a bad or weak pair stops, with all its other sites. Visitors refuse a certificate
 * that is for other names, of another time, or without the way to its root.
 *
 * @param path of the pair in the declaration, `sites.safe.tls`
 */
export function tlsProblems(
	path: string,
	{ certificate, key, names }: Pair,
	now = new Date(),
): Problem[] {
	const chain = attempt(() => certificatesIn(certificate)) ?? [];
	const [read] = chain;
	const secret = attempt(() => createPrivateKey(key));
	const lines = pemProblem(certificate);
	const notRead =
		lines === undefined
			? undefined
			: `${lines}; the web server would stop with all sites of its machine`;
	if (read === undefined)
		return [
			{
				path: `${path}.certificate`,
				message:
					notRead ??
					"is no certificate in PEM; write the text of the file, -----BEGIN CERTIFICATE----- and all",
			},
		];
	// this is said first: otherwise a user who corrects another fault writes the key there once more
	if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(certificate))
		return [
			{
				path: `${path}.certificate`,
				message:
					"contains a private key, and a certificate can be read in the state and on the hosts; write the key only in key, and get a new pair if others have seen this text",
			},
		];
	if (notRead !== undefined)
		return [{ path: `${path}.certificate`, message: notRead }];
	if (secret === undefined)
		return [
			{
				path: `${path}.key`,
				message:
					"is no private key in PEM without a passphrase, which nobody could type when the machine boots",
			},
		];
	if (!read.checkPrivateKey(secret))
		return [
			{
				path: `${path}.key`,
				message: `does not belong to the certificate, which is for ${said(read)}`,
			},
		];
	const wrongChain = chainProblem(chain);
	return [
		...chain.flatMap((each) => wrongTime(each, now)),
		...chain.flatMap((each) => {
			const weak = weakness(each);
			return weak === undefined ? [] : [`${weak} (${nameOf(each.subject)})`];
		}),
		...(wrongChain === undefined ? [] : [wrongChain]),
		...names
			.filter(
				(name) => read.checkHost(name, { subject: "never" }) === undefined,
			)
			.map((name) =>
				read.subjectAltName === undefined
					? `has no name but that of its subject (${nameOf(read.subject)}), which browsers do not read, and visitors ask for ${name}; get one with that name as subjectAltName`
					: `is for ${said(read)}, and visitors ask for ${name}`,
			),
	].map((message) => ({ path: `${path}.certificate`, message }));
}

/** By the clock of the machine that runs the program. */
function wrongTime(
	{ subject, validFrom, validTo }: X509Certificate,
	now: Date,
): string[] {
	const day = (time: string) => new Date(time).toISOString().slice(0, 10);
	if (new Date(validTo) < now)
		return [
			`ended on ${day(validTo)} (${nameOf(subject)}): every visitor would be warned; get a new one from its issuer`,
		];
	return new Date(validFrom) > now
		? [
				`begins on ${day(validFrom)} (${nameOf(subject)}), and it is ${now.toISOString().slice(0, 10)}; is the clock of this machine right?`,
			]
		: [];
}

/** The names in the certificate: `DNS:www.example.com, DNS:example.com`. */
function said({ subjectAltName, subject }: X509Certificate): string {
	return subjectAltName ?? subject.replaceAll("\n", ", ");
}

function attempt<Result>(work: () => Result): Result | undefined {
	try {
		return work();
	} catch {
		return undefined;
	}
}
