import { createPrivateKey, type X509Certificate } from "node:crypto";
import type { Problem } from "../errors.ts";
import { certificatesIn, chainProblem, nameOf } from "./certificate-chain.ts";
import { weakness } from "./weak-certificate.ts";

/** A certificate (with its chain) and its private key, both as text in PEM. */
export interface Pair {
	readonly certificate: string;
	readonly key: string;
	/** The host names that visitors ask for; empty: any name. */
	readonly names: readonly string[];
}

/**
 * Finds what is wrong with a certificate and its key. A web server that reads a bad pair stops, and all its other sites with
 * it; so does one that is given a weak pair; a certificate for other names, of another time, or without the way to its root is refused by visitors.
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
	if (read === undefined)
		return [
			{
				path: `${path}.certificate`,
				message:
					"is no certificate in PEM; write the text of the file, -----BEGIN CERTIFICATE----- and all",
			},
		];
	// before all else: who mends another fault would have written it once more
	if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(certificate))
		return [
			{
				path: `${path}.certificate`,
				message:
					"has a private key in it, and a certificate lies open in the state and on the hosts; write the key in key alone, and get a new pair where this text has been seen",
			},
		];
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
			.filter((name) => read.checkHost(name) === undefined)
			.map((name) => `is for ${said(read)}, and visitors ask for ${name}`),
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
			`ended on ${day(validTo)} (${nameOf(subject)}): every visitor would be warned; get a new one from who issued it`,
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
