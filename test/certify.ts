import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Makes a certificate that only who has it trusts, `NAME.crt`, and its key `NAME.key`. */
export function certify(
	directory: string,
	name: string,
	...others: readonly string[]
): void {
	execFileSync(
		"openssl",
		[
			...["req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"],
			...["-pkeyopt", "ec_paramgen_curve:P-256"],
			...[
				"-subj",
				`/CN=${name}`,
				"-addext",
				`subjectAltName=${[name, ...others].map((each) => `DNS:${each}`).join()}`,
			],
			...["-keyout", join(directory, `${name}.key`)],
			...["-out", join(directory, `${name}.crt`)],
		],
		{ stdio: "ignore" },
	);
}
