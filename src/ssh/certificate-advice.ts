import type { Login } from "./login.ts";

const wayOut = "put the plain public key into authorized_keys";

/** What a refused login has to do with certificates, which OpenSSH would show to the host and we do not: the library has none. Empty: nothing, as far as we know. */
export function certificateAdvice(login: Login): string {
	if (login.certificate !== undefined)
		return ` The certificate ${login.certificate} is not used, as certificates of SSH are not supported: ${wayOut}.`;
	return "agentSocket" in login
		? ` If the agent holds a certificate: certificates of SSH are not supported, so ${wayOut}.`
		: "";
}
