import * as z from "zod";
import { plain } from "./application.ts";
import { defaults } from "./defaults.ts";
import type { Finding } from "./finding.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readPort } from "./leaves.ts";
import { password } from "./password.ts";
import { shape } from "./shape.ts";
import type { Sketch } from "./sketch.ts";
import { wantedText } from "./wanted.ts";

/** How an application sends mail: by a mail server (SMTP). */
export interface MailDeclaration {
	/** Name or IPv4 address of the mail server. */
	readonly host: string;
	/** TCP port. Default: 587, with `security: "tls"` 465, with `"none"` 25. */
	readonly port?: number;
	/** `"starttls"`: TLS begins within the connection. `"tls"`: it begins at once. `"none"`: everything is sent in clear. Default `"starttls"`. */
	readonly security?: MailSecurity;
	/** Default: no login. */
	readonly user?: string;
	/** A Pulumi secret. */
	readonly password?: string;
	/** The address that mail comes from. Default: wordpress@ the host name of the URL. */
	readonly from?: string;
}

export type MailSecurity = keyof typeof usualPorts;
const usualPorts = { starttls: 587, tls: 465, none: 25 } as const;

/** A MailDeclaration without its secret. */
export interface Mail {
	readonly host: string;
	readonly port: number;
	readonly security: MailSecurity;
	/** Undefined: no login. */
	readonly user: string | undefined;
	readonly from: string;
}

const readSecurity: ReadLeaf<MailSecurity> = (value) =>
	typeof value === "string" && Object.hasOwn(usualPorts, value)
		? { value: value as MailSecurity }
		: { problem: wantedText('"starttls", "tls" or "none"', value) };

const readMailAddress: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[^\s'"\\@<>]+@[^\s'"\\@<>]+$/.test(value)
		? { value }
		: { problem: wantedText('an address like "blog@example.com"', value) };

const readMailHost: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(value)
		? { value }
		: {
				problem: wantedText('a mail server like "smtp.example.com"', value),
			};

/** How a MailDeclaration is read. */
export const mailSchema = z.strictObject(
	{
		host: leaf<string, string>(readMailHost),
		port: leaf<number, number>(readPort).optional(),
		security: leaf<MailSecurity, MailSecurity>(readSecurity).default(
			defaults.mailSecurity,
		),
		user: plain.optional(),
		password: password.optional(),
		from: leaf<string, string>(readMailAddress).optional(),
	},
	shape('a mail server like { host: "smtp.example.com" }'),
);

/** A login needs both. */
export function halfLogin(mail: Sketch<typeof mailSchema>): Finding[] {
	return mail === undefined ||
		mail.given.includes("user") === mail.given.includes("password")
		? []
		: [
				{
					path: mail.path,
					message: "user and password belong together; write both, or none",
				},
			];
}

export function resolveMail(
	read: z.output<typeof mailSchema>,
	site: string,
): Mail {
	const { host, port, security, user, from } = read;
	return {
		host,
		port: port ?? usualPorts[security],
		security,
		user,
		from: from ?? `wordpress@${site}`,
	};
}
