import {
	familyName,
	type HostText,
	hostText,
	secret,
} from "../model/host-text.ts";
import type { DraftFile } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/** Where certificates and keys lie on a host. */
export const keyDirectory = "/etc/pulumi-lvs";

/** The lines of a virtual host that serves by TLS. */
export function tlsLines(place: string): HostText {
	return renderTemplate("httpd/tls", { keys: place });
}

/**
 * A certificate with its chain, and its private key.
 *
 * @param place their path, without `.crt` and `.key`.
 * @param keySecret the name of the key among the secrets.
 */
export function tlsFiles(
	place: string,
	certificate: string,
	keySecret: string,
): DraftFile[] {
	return [
		{
			path: `${place}.crt`,
			content: certificate,
			mode: "644",
			readBy: "others",
			reloads: familyName("httpd"),
		},
		{
			path: `${place}.key`,
			content: hostText`${secret(keySecret)}\n`,
			mode: "600",
			readBy: "others",
			reloads: familyName("httpd"),
		},
	];
}
