import { X509Certificate } from "node:crypto";
import { pemsIn } from "./certificate-chain.ts";
import type { ReadLeaf } from "./leaf.ts";
import { pemProblem } from "./pem-problem.ts";
import { wanted } from "./wanted.ts";

/** The authorities by which a certificate must be signed. */
export interface Verify {
	/** Certificates in PEM. Undefined: the authorities that the director's system trusts. */
	readonly ca: string | undefined;
}

export const readVerify: ReadLeaf<Verify> = (value) => {
	if (value === true) return { value: { ca: undefined } };
	const expected =
		'true, or certificates in PEM like readFileSync("ca.pem", "utf8")';
	if (typeof value !== "string") return { problem: wanted(expected, value) };
	const [first] = pemsIn(value);
	if (first === undefined)
		return { problem: `no certificate in PEM; write ${expected}` };
	const notRead = pemProblem(value);
	if (notRead !== undefined) return { problem: notRead };
	try {
		new X509Certificate(first);
	} catch {
		return {
			problem:
				"the certificate cannot be read; write one in PEM as its file has it",
		};
	}
	return { value: { ca: value.endsWith("\n") ? value : `${value}\n` } };
};
